package io.graft.engine.transformer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormGradient;
import io.graft.engine.layer.CrossEntropy;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// Final norm, output layer and loss in one: in chunks, only where a label is, so that the logits of a whole batch
/// never exist. The gradient of the hidden rows is left behind on the way.
final class HeadLoss {

    /// Rows whose logits a thread holds at a time, at most.
    private static final int MOST_ROWS = 128;

    /// Logits that a thread holds at a time, at most.
    private static final int MOST_LOGITS = 24 << 20;

    private final CausalModel model;
    private final OutputHead head;
    private final Kernels kernels;
    private final CrossEntropy crossEntropy;
    private final int[] labelled; // rows that count, in order
    private final float[] losses; // [labelled]
    private final boolean[] right; // [labelled]
    private final List<Scratch> scratch = new ArrayList<>(); // per worker
    private final int chunk; // rows
    private int count;

    /// @param chosen   rows of the last layer, and their gradients
    /// @param slopes   of the logits' soft cap
    /// @param gradient of `normed`
    private record Scratch(
            Matrix chosen,
            Matrix inverse,
            Matrix normed,
            Matrix logits,
            Matrix slopes,
            Matrix gradient,
            Matrix chosenGradient) {

        static Scratch plan(ModelConfig config, int rows, int slopeColumns) {
            return new Scratch(
                    Matrix.zeros(rows, config.hiddenSize()),
                    Matrix.zeros(rows, 1),
                    Matrix.zeros(rows, config.hiddenSize()),
                    Matrix.zeros(rows, config.vocabularySize()),
                    Matrix.zeros(rows, slopeColumns),
                    Matrix.zeros(rows, config.hiddenSize()),
                    Matrix.zeros(rows, config.hiddenSize()));
        }

        Scratch rows(int count) {
            return new Scratch(
                    chosen.rows(0, count),
                    inverse.rows(0, count),
                    normed.rows(0, count),
                    logits.rows(0, count),
                    slopes.rows(0, count),
                    gradient.rows(0, count),
                    chosenGradient.rows(0, count));
        }
    }

    HeadLoss(CausalModel model, int tokens) {
        this.model = model;
        this.head = model.parts().head();
        this.kernels = model.kernels();
        this.crossEntropy = new CrossEntropy(kernels);
        this.labelled = new int[tokens];
        this.losses = new float[tokens];
        this.right = new boolean[tokens];
        this.chunk = chunk(model);
        for (int worker = 0; worker < model.compute().workers().count(); worker++) {
            scratch.add(Scratch.plan(model.config(), chunk, head.slopeColumns()));
        }
    }

    private static int chunk(CausalModel model) {
        int rows = Math.min(MOST_ROWS, model.compute().format().rowBlock());
        int fitting = Math.clamp(MOST_LOGITS / model.config().vocabularySize(), 1, rows);
        int width = model.kernels().panelWidth();
        return fitting <= width ? fitting : fitting / width * width; // full vectors, where rows become columns
    }

    /// The loss of the batch from the rows that leave the last layer.
    BatchLoss forward(TokenBatch batch, Matrix hidden) {
        select(batch);
        run((from, s) -> forwardChunk(batch, hidden, from, s));
        return total();
    }

    /// The same, and the gradient of `weight * sum of losses` by the hidden rows.
    BatchLoss forwardBackward(TokenBatch batch, Matrix hidden, Matrix hiddenGradient, float weight) {
        select(batch);
        hiddenGradient.clear();
        run((from, s) -> {
            forwardChunk(batch, hidden, from, s);
            backwardChunk(batch, hiddenGradient, from, s, weight);
        });
        return total();
    }

    /// Works on a chunk of the labelled rows.
    @FunctionalInterface
    private interface ChunkTask {

        /// @param from the first of them, as an index into `labelled`
        void run(int from, Scratch scratch);
    }

    private void run(ChunkTask task) {
        model.compute().workers().run(Math.ceilDiv(count, chunk), (index, worker) -> {
            int from = index * chunk;
            task.run(from, scratch.get(worker).rows(Math.min(chunk, count - from)));
        });
    }

    private void select(TokenBatch batch) {
        count = 0;
        for (int row = 0; row < batch.tokens(); row++) {
            if (batch.targets[row] != TokenBatch.IGNORED) {
                labelled[count++] = row;
            }
        }
    }

    private void forwardChunk(TokenBatch batch, Matrix hidden, int from, Scratch s) {
        for (int i = 0; i < s.chosen.rows(); i++) {
            s.chosen.rows(i, 1).copyFrom(hidden.rows(labelled[from + i], 1));
        }
        kernels.rmsNorm(s.chosen, head.norm(), s.normed, s.inverse);
        head.forwardNormed(s.normed, s.logits, s.slopes, model.compute().workers());
        for (int i = 0; i < s.chosen.rows(); i++) {
            int target = batch.targets[labelled[from + i]];
            right[from + i] = kernels.argMax(s.logits, i) == target;
            losses[from + i] = crossEntropy.forward(s.logits, i, target);
        }
    }

    private void backwardChunk(TokenBatch batch, Matrix hiddenGradient, int from, Scratch s, float weight) {
        for (int i = 0; i < s.chosen.rows(); i++) {
            crossEntropy.backward(s.logits, i, batch.targets[labelled[from + i]], weight);
        }
        head.backwardNormed(s.logits, s.slopes, s.gradient);
        s.chosenGradient.clear();
        kernels.rmsNormBackward(new NormGradient(s.gradient, s.chosen, s.inverse), head.norm(), s.chosenGradient);
        for (int i = 0; i < s.chosen.rows(); i++) {
            hiddenGradient.rows(labelled[from + i], 1).copyFrom(s.chosenGradient.rows(i, 1));
        }
    }

    /// Sums in the order of the tokens, whoever computed them.
    private BatchLoss total() {
        double sum = 0;
        long correct = 0;
        for (int i = 0; i < count; i++) {
            sum += losses[i];
            correct += right[i] ? 1 : 0;
        }
        return new BatchLoss(sum, count, correct);
    }
}
