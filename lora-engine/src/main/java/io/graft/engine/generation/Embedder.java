package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.InferencePass;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

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
        return embed(List.of(ids), adapter, () -> true).getFirst();
    }

    /// The vectors of many texts, in their order. Short texts go through the model together, so that its weights are
    /// read once for all of them; of texts that are longer than [InferencePass#CHUNK], one is remembered at a time.
    ///
    /// @param wanted asked now and then, on this thread; false ends the work
    /// @throws IllegalArgumentException before any work, if a text has no tokens, or unknown ones, or more than
    ///                                  positions
    /// @throws CancellationException    if the vectors are no longer wanted
    public List<float[]> embed(List<int[]> texts, Adapter adapter, BooleanSupplier wanted) {
        texts.forEach(this::require);
        List<PooledText> all =
                texts.stream().map(ids -> new PooledText(this, ids, adapter)).toList();
        InferencePass pass = new InferencePass(model);
        List<PooledText> left = new ArrayList<>(all);
        while (!left.isEmpty()) {
            if (!wanted.getAsBoolean()) {
                throw new CancellationException("the vectors are no longer wanted");
            }
            advance(pass, fitting(left));
            left.removeIf(PooledText::ended);
        }
        return all.stream().map(PooledText::vector).toList();
    }

    private void require(int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("tokens must not be empty");
        }
        model.check(ids, ids.length);
    }

    /// The texts whose next pieces fill a pass, the first of all among them.
    private static List<PooledText> fitting(List<PooledText> left) {
        List<PooledText> batch = new ArrayList<>();
        int room = InferencePass.CHUNK;
        for (PooledText text : left) {
            if (text.upcoming() <= room) {
                batch.add(text);
                room -= text.upcoming();
            }
            if (room == 0) {
                break;
            }
        }
        return batch;
    }

    private static void advance(InferencePass pass, List<PooledText> batch) {
        pass.append(batch.stream().map(PooledText::part).toList());
        int from = 0;
        for (PooledText text : batch) {
            int count = text.upcoming();
            text.add(pass, from);
            from += count;
        }
    }
}
