package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.InferencePass;
import io.graft.engine.transformer.Sequence;
import java.util.List;

/// Turns texts into vectors: the final hidden states of their tokens, pooled to one. Any number of threads may
/// use it at once, each call with its own adapter.
///
/// @param pooling how the tokens' vectors become one
/// @param scaling whether vectors get length 1, so that their product is their cosine
public record Embedder(CausalModel model, Pooling pooling, Scaling scaling) {

    /// How the vectors of a text's tokens become one.
    public enum Pooling {
        /// Their mean.
        MEAN,
        /// The vector of the last token, which alone has seen the whole text.
        LAST_TOKEN
    }

    /// How long vectors are.
    public enum Scaling {
        /// As they are.
        NONE,
        /// Length 1.
        UNIT
    }

    /// The vector of a text, `[hidden]`.
    ///
    /// @param ids     tokens of the text, at least one
    /// @param adapter [Adapter#NONE] for the base model
    /// @throws IllegalArgumentException if there are no tokens, or unknown ones, or more than positions
    public float[] embed(int[] ids, Adapter adapter) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("tokens must not be empty");
        }
        model.check(ids, ids.length);
        float[] vector = pooled(ids, model.sequence(adapter));
        if (scaling == Scaling.UNIT) {
            Matrix row = Matrix.of(vector, 1, vector.length);
            model.kernels().scale(row, (float) (1 / Math.sqrt(model.kernels().squares(row, 0))));
        }
        return vector;
    }

    private float[] pooled(int[] ids, Sequence sequence) {
        InferencePass pass = new InferencePass(model);
        float[] vector = new float[model.config().hiddenSize()];
        Matrix sum = Matrix.of(vector, 1, vector.length);
        for (int from = 0; from < ids.length; from += InferencePass.CHUNK) {
            int count = Math.min(InferencePass.CHUNK, ids.length - from);
            pass.append(List.of(new InferencePass.Part(sequence, ids, from, count)));
            if (pooling == Pooling.MEAN) {
                addRows(pass.normed(0, count), sum);
            } else if (from + count == ids.length) {
                sum.copyFrom(pass.normed(count - 1, 1));
            }
        }
        if (pooling == Pooling.MEAN) {
            model.kernels().scale(sum, 1f / ids.length);
        }
        return vector;
    }

    private void addRows(Matrix rows, Matrix sum) {
        for (int row = 0; row < rows.rows(); row++) {
            model.kernels().add(rows.rows(row, 1), sum);
        }
    }
}
