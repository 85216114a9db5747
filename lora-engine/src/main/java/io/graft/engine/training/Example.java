package io.graft.engine.training;

import io.graft.engine.transformer.TokenBatch;
import java.util.Arrays;

/// One sequence to learn from: tokens, and which of them count for the loss.
public final class Example {

    /// The label of a token that does not count.
    public static final int IGNORED = TokenBatch.IGNORED;

    private final int[] ids;
    private final int[] labels;

    private Example(int[] ids, int[] labels) {
        if (ids.length != labels.length) {
            throw new IllegalArgumentException(
                    "labels must be as many as tokens, are " + labels.length + " for " + ids.length);
        }
        for (int i = 0; i < ids.length; i++) {
            if (labels[i] != ids[i] && labels[i] != IGNORED) {
                throw new IllegalArgumentException(
                        "label " + i + " must be the token id " + ids[i] + " or " + IGNORED + ", is " + labels[i]);
            }
        }
        if (Arrays.stream(labels).skip(1).allMatch(label -> label == IGNORED)) {
            throw new IllegalArgumentException("an example must have a label after its first token, has none");
        }
        this.ids = ids;
        this.labels = labels;
    }

    /// @param labels in the shape of `ids`: the token's id where it counts, otherwise [#IGNORED]; as transformers
    ///               shifts them, the first one never counts
    public static Example of(int[] ids, int[] labels) {
        return new Example(ids.clone(), labels.clone());
    }

    /// Every token counts.
    public static Example text(int[] ids) {
        return new Example(ids.clone(), ids.clone());
    }

    /// Only the completion counts.
    public static Example completion(int[] prompt, int[] completion) {
        int[] ids = Arrays.copyOf(prompt, prompt.length + completion.length);
        System.arraycopy(completion, 0, ids, prompt.length, completion.length);
        int[] labels = ids.clone();
        Arrays.fill(labels, 0, prompt.length, IGNORED);
        return new Example(ids, labels);
    }

    public int length() {
        return ids.length;
    }

    int[] ids() {
        return ids;
    }

    int[] labels() {
        return labels;
    }
}
