package io.graft.engine.training;

/// Checks of configuration values; the message names the field as users write it, what is right, and what is there.
final class Require {

    private Require() {}

    static void positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(field + " must be greater than 0, is " + value);
        }
    }

    static void notNegative(String field, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(field + " must not be negative, is " + value);
        }
    }

    static void share(String field, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(field + " must be at least 0 and less than 1, is " + value);
        }
    }

    static void atLeast(String field, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(field + " must be at least " + least + ", is " + value);
        }
    }
}
