package io.graft.engine.layer;

import io.graft.engine.compute.FrozenWeights;
import io.graft.engine.compute.Workers;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A frozen linear layer `y = x Wᵀ + bias` with weights `W[outputs][inputs]`.
public final class Linear {

    /// Weights that one task should read at least, so that waking a thread costs less than the work.
    private static final int TASK_WEIGHTS = 1 << 17;

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
        if (x.rows() > FrozenWeights.FEW_ROWS) {
            weights.forward(x, y, sum);
            addBias(y);
        } else {
            shareOutputs(List.of(new Output(this, y)), x, workers, sum);
        }
    }

    /// Several layers of the same input: as [#forward], and where there are few rows, threads share all of them at
    /// once.
    public static void forward(List<Output> outputs, Matrix x, Workers workers) {
        if (x.rows() > FrozenWeights.FEW_ROWS) {
            outputs.forEach(output -> output.layer.forward(x, output.y, workers));
        } else {
            shareOutputs(outputs, x, workers, Sum.SET);
        }
    }

    /// A layer and where its output goes.
    public record Output(Linear layer, Matrix y) {}

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

    private static void shareOutputs(List<Output> outputs, Matrix x, Workers workers, Sum sum) {
        long all = outputs.stream().mapToLong(output -> output.layer.size()).sum();
        long worth = Math.max(TASK_WEIGHTS, all / (2L * workers.count()));
        List<Runnable> tasks = new ArrayList<>();
        for (Output output : outputs) {
            output.layer.cut(x, output.y, sum, worth, tasks);
        }
        workers.run(tasks.size(), (task, worker) -> tasks.get(task).run());
        outputs.forEach(output -> output.layer.addBias(output.y));
    }

    private long size() {
        return (long) inputs() * outputs();
    }

    /// Cuts the product into tasks that each read about `worth` weights or more.
    private void cut(Matrix x, Matrix y, Sum sum, long worth, List<Runnable> tasks) {
        long step = weights.granularity();
        long share = Math.ceilDiv(Math.ceilDiv(worth, inputs()), step) * step;
        if (share >= outputs()) {
            tasks.add(() -> weights.forward(x, y, sum));
            return;
        }
        for (int from = 0; from < outputs(); from += (int) share) {
            int first = from;
            int count = (int) Math.min(share, outputs() - from);
            tasks.add(() -> weights.part(first, count).forward(x, y.columns(first, count), sum));
        }
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
