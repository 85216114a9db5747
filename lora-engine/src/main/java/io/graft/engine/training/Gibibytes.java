package io.graft.engine.training;

import java.util.Locale;

/// Sizes for people.
final class Gibibytes {

    private Gibibytes() {}

    /// With two decimals: `1.25`.
    static String of(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / (double) (1L << 30));
    }
}
