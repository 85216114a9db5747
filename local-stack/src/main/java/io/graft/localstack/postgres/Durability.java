package io.graft.localstack.postgres;

import java.util.List;

/// What a commit promises.
public enum Durability {
    /// A committed transaction survives a crash of the machine.
    DURABLE,
    /// Nothing survives a crash; for data that is deleted at the end anyway.
    FORGETFUL;

    List<String> initdbOptions() {
        return switch (this) {
            case DURABLE -> List.of();
            case FORGETFUL -> List.of("--no-sync");
        };
    }

    List<String> settings() {
        String state = this == DURABLE ? "on" : "off";
        return List.of("fsync=" + state, "synchronous_commit=" + state, "full_page_writes=" + state);
    }
}
