package io.graft.engine.layer;

import io.graft.engine.kernel.FrozenWeights;
import io.graft.engine.kernel.FrozenWeights.Sum;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Workers;
import io.graft.engine.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// A frozen linear layer `y = x Wᵀ + bias` with weights `W[outputs][inputs]`.
public final class Linear {

    /// Rows up to which a product is limited by reading the weights, so that splitting columns pays.
    private static final int FEW_ROWS = 4;

    /// Weights that one task should read at least, so that waking a thread costs less than the work.
    private static final int TASK_WEIGHTS = 1 << 16;

    private final Kernels kernels;
    private final FrozenWeights weights;
    private final float @Nullable [] bias; // [outputs]

    public Linear(Kernels kernels, FrozenWeights weights, float @Nullable [] bias) {
        this.kernels = kernels;
        this.weights = weights;
        this.bias = bias;
    }

    public int inputs() {
        return weights.inputs();
    }

    public int outputs() {
        return weights.outputs();
    }

    /// `y = x Wᵀ + bias`.
    public void forward(Matrix x, Matrix y, Workers workers) {
        forward(x, y, workers, Sum.SET);
    }

    /// `y += x Wᵀ + bias`.
    public void forwardAdd(Matrix x, Matrix y, Workers workers) {
        forward(x, y, workers, Sum.ADD);
    }

    private void forward(Matrix x, Matrix y, Workers workers, Sum sum) {
        if (x.rows() > FEW_ROWS) {
            weights.forward(x, y, sum);
        } else {
            shareColumns(x, y, workers, sum);
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

    /// What is added to every row of the output, `[outputs]`, or null.
    public float @Nullable [] bias() {
        return bias;
    }

    /// Shares the columns among the threads if they are worth it.
    private void shareColumns(Matrix x, Matrix y, Workers workers, Sum sum) {
        int step = weights.granularity();
        int steps = (outputs() + step - 1) / step;
        long worth = (long) inputs() * outputs() / TASK_WEIGHTS;
        int tasks = (int) Math.clamp(worth, 1L, Math.min(steps, 2L * workers.count()));
        int share = (steps + tasks - 1) / tasks * step;
        if (share >= outputs()) {
            weights.forward(x, y, sum);
            return;
        }
        workers.run((outputs() + share - 1) / share, (task, worker) -> {
            int from = task * share;
            int count = Math.min(share, outputs() - from);
            weights.outputs(from, count).forward(x, y.columns(from, count), sum);
        });
    }

    /// `dx = dy W`.
    public void backward(Matrix dy, Matrix dx) {
        weights.backward(dy, dx, Sum.SET);
    }

    /// `dx += dy W`.
    public void backwardAdd(Matrix dy, Matrix dx) {
        weights.backward(dy, dx, Sum.ADD);
    }

    /// [#backward] for the gradient of a loss by logits, see [FrozenWeights#backwardOfLoss].
    public void backwardOfLoss(Matrix dy, Matrix dx) {
        weights.backwardOfLoss(dy, dx);
    }

    /// Copies row `output` of `W` to a row: what a tied embedding looks up.
    public void copyRow(int output, Matrix target, int row) {
        weights.copyRow(output, target.data(), target.at(row));
    }

    /// Packs the weights for the backward pass, see [FrozenWeights#prepareBackward].
    public void prepareBackward() {
        weights.prepareBackward();
    }

    /// Bytes that the packed weights take.
    public long bytes() {
        return weights.bytes();
    }

    /// Bytes of the weights once they are packed for the way back too.
    public long bytesWithBackward() {
        return weights.bytesWithBackward();
    }

    /// Whether the weights lie in Java's heap.
    public boolean inHeap() {
        return weights.inHeap();
    }
}
