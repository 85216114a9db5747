package io.graft.cli.engine.bench;

import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.layer.Linear;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;

/// The most that the machine gives for a matrix product through the same kernels and threads: a frozen linear layer of
/// a size that suits every kernel, nothing around it.
final class ProductPeak {

    private static final int SIZE = 2048; // inputs and outputs
    private static final int ROWS_A_TASK = 256;
    private static final int REPEATS = 40;

    private final Compute compute;
    private final Linear linear;
    private final Matrix x;
    private final Matrix y;

    ProductPeak(Compute compute, Precision precision) {
        this.compute = compute;
        RowSource weights = RowSource.of(filled(SIZE));
        this.linear = new Linear(compute.kernels(), compute.format().pack(weights, precision), null);
        this.x = filled(ROWS_A_TASK * compute.workers().count());
        this.y = Matrix.zeros(x.rows(), SIZE);
    }

    private static Matrix filled(int rows) {
        float[] values = new float[rows * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 31 % 101 - 50) / 100f;
        }
        return Matrix.of(values, rows, SIZE);
    }

    /// The best of several repeats, in operations per second.
    double measure() {
        double best = 0;
        for (int i = 0; i < REPEATS; i++) {
            long begin = System.nanoTime();
            multiply();
            double seconds = (System.nanoTime() - begin) * 1e-9;
            best = Math.max(best, 2.0 * x.rows() * SIZE * SIZE / seconds);
        }
        return best;
    }

    private void multiply() {
        compute.workers().run(compute.workers().count(), (task, worker) -> {
            Matrix rows = x.rows(task * ROWS_A_TASK, ROWS_A_TASK);
            linear.forward(rows, y.rows(task * ROWS_A_TASK, ROWS_A_TASK), compute.workers());
        });
    }
}
