package io.graft.engine.generation;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Picks the tokens of one text.
final class Sampler {

    private final Kernels kernels;
    private final Sampling sampling;
    private final History history;
    private final SplittableRandom random;
    private float[] scores = {}; // [vocabulary]
    private @Nullable Candidates candidates;

    Sampler(Kernels kernels, GenerationConfig config, int[] prompt) {
        this.kernels = kernels;
        this.sampling = config.sampling();
        this.history = new History(config.penalties(), prompt);
        this.random = new SplittableRandom(sampling.seed());
    }

    /// @param logits one row of logits, not changed
    int pick(Matrix logits) {
        int id = choose(logits);
        history.add(id);
        return id;
    }

    private int choose(Matrix logits) {
        if (sampling.isGreedy()) {
            return kernels.argMax(history.changesNothing() ? logits : penalised(logits), 0);
        }
        return candidates(logits).at(random.nextDouble());
    }

    /// The tokens that may be drawn now.
    Candidates candidates(Matrix logits) {
        Candidates all = candidates;
        if (all == null) {
            all = new Candidates(logits.columns());
            candidates = all;
        }
        penalised(logits);
        all.fill(scores, sampling.temperature());
        if (sampling.topK() > 0) {
            all.keepTopK(sampling.topK());
        }
        if (sampling.topP() < 1) {
            all.keepTopP(sampling.topP());
        }
        if (sampling.minP() > 0) {
            all.keepMinP(sampling.minP());
        }
        return all;
    }

    private Matrix penalised(Matrix logits) {
        if (scores.length == 0) {
            scores = new float[logits.columns()];
        }
        Matrix copy = Matrix.of(scores, 1, scores.length);
        copy.copyFrom(logits);
        history.penalise(scores);
        return copy;
    }
}
