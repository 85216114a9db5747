package io.graft.training.run;

import java.util.UUID;

/// Which run.
record RunId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
