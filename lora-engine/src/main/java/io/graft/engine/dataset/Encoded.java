package io.graft.engine.dataset;

import io.graft.engine.training.Example;
import java.util.Arrays;

/// A row as tokens, and which of them count for the loss.
final class Encoded {

    private final int[] ids;
    private final boolean[] counts; // in the shape of `ids`

    Encoded(int[] ids, boolean[] counts) {
        this.ids = ids;
        this.counts = counts;
    }

    /// All tokens count.
    static Encoded whole(int[] ids) {
        boolean[] counts = new boolean[ids.length];
        Arrays.fill(counts, true);
        return new Encoded(ids, counts);
    }

    /// Nothing before a token counts any more.
    Encoded from(int first) {
        boolean[] kept = counts.clone();
        Arrays.fill(kept, 0, first, false);
        return new Encoded(ids, kept);
    }

    /// The same in at most so many tokens.
    Encoded cut(int maxLength, Truncation truncation) {
        int tooMany = ids.length - maxLength;
        if (tooMany <= 0) {
            return this;
        }
        int from = truncation == Truncation.KEEP_START ? 0 : Math.min(tooMany, Math.max(0, prompt() - 1));
        return new Encoded(
                Arrays.copyOfRange(ids, from, from + maxLength), Arrays.copyOfRange(counts, from, from + maxLength));
    }

    /// Tokens before the first that counts.
    private int prompt() {
        int first = 0;
        while (first < counts.length && !counts[first]) {
            first++;
        }
        return first;
    }

    int[] ids() {
        return ids;
    }

    boolean[] counts() {
        return counts;
    }

    int length() {
        return ids.length;
    }

    /// Tokens that count; the first one never does, since nothing predicts it.
    int labelled() {
        int count = 0;
        for (int i = 1; i < counts.length; i++) {
            count += counts[i] ? 1 : 0;
        }
        return count;
    }

    /// Whether there is something to learn.
    boolean teaches() {
        return labelled() > 0;
    }

    Example example() {
        int[] labels = ids.clone();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = counts[i] ? labels[i] : Example.IGNORED;
        }
        return Example.of(ids, labels);
    }
}
