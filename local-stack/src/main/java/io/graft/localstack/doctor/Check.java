package io.graft.localstack.doctor;

import java.util.Optional;

/// One thing that the doctor looked at.
///
/// @param name what it is about
/// @param finding what was seen
/// @param remedy what to do about it; empty where nothing is wrong
public record Check(String name, String finding, Optional<String> remedy) {

    static Check fine(String name, String finding) {
        return new Check(name, finding, Optional.empty());
    }

    static Check problem(String name, String finding, String remedy) {
        return new Check(name, finding, Optional.of(remedy));
    }

    public boolean isFine() {
        return remedy.isEmpty();
    }
}
