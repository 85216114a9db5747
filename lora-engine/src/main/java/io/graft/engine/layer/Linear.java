package io.graft.engine.layer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Workers;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import org.jspecify.annotations.Nullable;

/// A frozen linear layer `y = x Wᵀ + bias` with weights `W[outputs][inputs]`, packed once for each direction.
///
/// The packing for the backward pass is made when training first asks for it, so serving does not pay for it.
public final class Linear {

    /// Rows up to which a product is limited by reading the weights, so that splitting columns pays.
    private static final int FEW_ROWS = 4;

    /// Weights that one task should read at least, so that waking a thread costs less than the work.
    private static final int TASK_WEIGHTS = 1 << 16;

    private final Kernels kernels;
    private final Panels forward; // [inputs][outputs]
    private final float @Nullable [] bias; // [outputs]
    private volatile @Nullable Panels backward; // [outputs][inputs]

    /// @param weights `[outputs][inputs]`, as checkpoints store them; copied
    public Linear(Kernels kernels, Matrix weights, float @Nullable [] bias) {
        this.kernels = kernels;
        this.forward = Panels.packTransposed(weights, kernels.panelWidth());
        this.bias = bias;
    }

    public int inputs() {
        return forward.rows();
    }

    public int outputs() {
        return forward.columns();
    }

    /// `y = x Wᵀ + bias`.
    public void forward(Matrix x, Matrix y, Workers workers) {
        if (bias != null) {
            y.clear();
            forwardAdd(x, y, workers);
        } else if (x.rows() > FEW_ROWS) {
            kernels.multiply(x, forward, y);
        } else {
            columns(
                    workers,
                    (from, count) -> kernels.multiply(x, forward.columns(from, count), y.columns(from, count)));
        }
    }

    /// `y += x Wᵀ + bias`.
    public void forwardAdd(Matrix x, Matrix y, Workers workers) {
        if (x.rows() > FEW_ROWS) {
            kernels.multiplyAdd(x, forward, y);
        } else {
            columns(
                    workers,
                    (from, count) -> kernels.multiplyAdd(x, forward.columns(from, count), y.columns(from, count)));
        }
        addBias(y);
    }

    private void addBias(Matrix y) {
        float[] terms = bias;
        if (terms != null) {
            Matrix one = Matrix.of(terms, 1, terms.length);
            for (int row = 0; row < y.rows(); row++) {
                kernels.add(one, y.rows(row, 1));
            }
        }
    }

    /// A range of output columns.
    @FunctionalInterface
    private interface Columns {
        void compute(int from, int count);
    }

    /// Shares the columns among the threads if they are worth it.
    private void columns(Workers workers, Columns product) {
        int width = forward.width();
        int panels = (outputs() + width - 1) / width;
        long worth = (long) inputs() * outputs() / TASK_WEIGHTS;
        int tasks = (int) Math.clamp(worth, 1L, Math.min(panels, 2L * workers.count()));
        int share = (panels + tasks - 1) / tasks * width;
        workers.run((outputs() + share - 1) / share, (task, worker) -> {
            int from = task * share;
            product.compute(from, Math.min(share, outputs() - from));
        });
    }

    /// `dx = dy W`.
    public void backward(Matrix dy, Matrix dx) {
        kernels.multiply(dy, backwardWeights(), dx);
    }

    /// `dx += dy W`.
    public void backwardAdd(Matrix dy, Matrix dx) {
        kernels.multiplyAdd(dy, backwardWeights(), dx);
    }

    /// Copies row `output` of `W` to a row: what a tied embedding looks up.
    void copyRow(int output, Matrix target, int row) {
        forward.copyColumn(output, target.data(), target.at(row));
    }

    private Panels backwardWeights() {
        Panels packed = backward;
        if (packed == null) {
            packed = packBackward();
        }
        return packed;
    }

    /// Packs the weights for the backward pass now instead of in the first step.
    public synchronized Panels packBackward() {
        Panels packed = backward;
        if (packed == null) {
            Matrix weights = Matrix.zeros(outputs(), inputs());
            for (int output = 0; output < outputs(); output++) {
                copyRow(output, weights, output);
            }
            packed = Panels.pack(weights, kernels.panelWidth());
            backward = packed;
        }
        return packed;
    }
}
