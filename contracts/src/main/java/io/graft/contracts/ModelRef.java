package io.graft.contracts;

import org.jspecify.annotations.Nullable;

/// x
public record ModelRef(String name, @Nullable String version) {
    public int len() {
        return name.length();
    }
}
