package io.graft.engine.check;

import io.graft.engine.tensor.Matrix;

/// The worst absolute difference between numbers and what they should be. Not a number once one of them is not.
final class Difference {

    private double worst;

    double worst() {
        return worst;
    }

    Difference add(double actual, double expected) {
        worst = Math.max(worst, Math.abs(actual - expected)); // hands on what is not a number
        return this;
    }

    /// Adds what a relative difference is judged by: the difference divided by the expected value.
    Difference addRelative(double actual, double expected) {
        worst = Math.max(worst, Math.abs(actual - expected) / Math.max(Math.abs(expected), Double.MIN_NORMAL));
        return this;
    }

    /// @param expected the rows of `actual`, one after the other
    Difference add(Matrix actual, float[] expected) {
        int next = 0;
        for (int row = 0; row < actual.rows(); row++) {
            for (int column = 0; column < actual.columns(); column++) {
                add(actual.get(row, column), expected[next++]);
            }
        }
        return this;
    }

    Difference add(Matrix actual, Matrix expected) {
        for (int row = 0; row < actual.rows(); row++) {
            for (int column = 0; column < actual.columns(); column++) {
                add(actual.get(row, column), expected.get(row, column));
            }
        }
        return this;
    }
}
