package io.graft.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.tensor.Matrix;
import java.util.Random;
import java.util.function.Supplier;

/// Compares gradients with what a small change of each input does to a random weighted sum of the outputs.
final class FiniteDifferences {

    private static final float STEP = 1e-2f;

    private final Matrix weights;
    private final Supplier<Matrix> forward;

    /// @param forward computes the outputs from inputs that the test changes
    FiniteDifferences(Matrix weights, Supplier<Matrix> forward) {
        this.weights = weights;
        this.forward = forward;
    }

    static Matrix random(long seed, int rows, int columns) {
        Random random = new Random(seed);
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = (float) random.nextGaussian();
        }
        return matrix;
    }

    private double value() {
        Matrix out = forward.get();
        double sum = 0;
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < out.columns(); column++) {
                sum += (double) weights.get(row, column) * out.get(row, column);
            }
        }
        return sum;
    }

    void check(String name, Matrix input, Matrix gradient) {
        for (int row = 0; row < input.rows(); row++) {
            for (int column = 0; column < input.columns(); column++) {
                float original = input.get(row, column);
                input.set(row, column, original + STEP);
                double above = value();
                input.set(row, column, original - STEP);
                double below = value();
                input.set(row, column, original);
                double slope = (above - below) / (2 * STEP);
                assertThat((double) gradient.get(row, column))
                        .as("%s[%d][%d]", name, row, column)
                        .isCloseTo(slope, within(3e-3 + 3e-3 * Math.abs(slope)));
            }
        }
    }
}
