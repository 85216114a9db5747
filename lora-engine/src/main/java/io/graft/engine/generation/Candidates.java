package io.graft.engine.generation;

import java.util.Arrays;

/// The tokens that may be drawn, in ascending order, with their scores. Each rule takes some away, as transformers'
/// `TopKLogitsWarper`, `TopPLogitsWarper` and `MinPLogitsWarper` do; one always stays.
final class Candidates {

    private final int[] ids;
    private final float[] scores;
    private final double[] weights; // exp(score - largest score)
    private int count;

    Candidates(int vocabulary) {
        this.ids = new int[vocabulary];
        this.scores = new float[vocabulary];
        this.weights = new double[vocabulary];
    }

    /// Starts anew with all tokens.
    void fill(float[] logits, double temperature) {
        count = logits.length;
        for (int i = 0; i < count; i++) {
            ids[i] = i;
            scores[i] = logits[i] / (float) temperature;
        }
    }

    /// Keeps the `k` highest scores, and those that equal the last of them.
    void keepTopK(int k) {
        if (k >= count) {
            return;
        }
        float[] heap = Arrays.copyOf(scores, k); // the smallest of the largest comes first
        for (int i = k / 2 - 1; i >= 0; i--) {
            sink(heap, i);
        }
        for (int i = k; i < count; i++) {
            if (scores[i] > heap[0]) {
                heap[0] = scores[i];
                sink(heap, 0);
            }
        }
        float least = heap[0];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            kept = scores[i] >= least ? keep(i, kept) : kept;
        }
        count = kept;
    }

    private static void sink(float[] heap, int start) {
        int at = start;
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[at] <= heap[child]) {
                return;
            }
            float moved = heap[at];
            heap[at] = heap[child];
            heap[child] = moved;
            at = child;
        }
    }

    /// Takes away the least likely as long as they have at most `1 - p` together.
    void keepTopP(double p) {
        double total = weigh();
        double allowed = (1 - p) * total;
        double certain = allowed / count; // all that weigh less cannot reach the limit together
        long[] order = new long[count];
        int sorted = 0;
        double removed = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] < certain) {
                removed += weights[i];
                weights[i] = -1;
            } else {
                order[sorted++] = (long) ordered(scores[i]) << 32 | i;
            }
        }
        Arrays.sort(order, 0, sorted);
        for (int i = 0; i < sorted - 1; i++) {
            int index = (int) order[i];
            removed += weights[index];
            if (removed > allowed) {
                break;
            }
            weights[index] = -1;
        }
        keepWeights(0);
    }

    /// Keeps what is at least `p` times as likely as the most likely one.
    void keepMinP(double p) {
        weigh();
        keepWeights(p);
    }

    private void keepWeights(double least) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            kept = weights[i] >= least ? keep(i, kept) : kept;
        }
        count = kept;
    }

    private int keep(int from, int to) {
        ids[to] = ids[from];
        scores[to] = scores[from];
        return to + 1;
    }

    /// A whole number that orders like the float.
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }

    /// Weights in proportion to probabilities; the most likely one weighs 1. Returns their sum.
    private double weigh() {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, scores[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = Math.exp(scores[i] - max);
            sum += weights[i];
        }
        return sum;
    }

    /// The token at a place between 0 and 1 when all lie side by side, each as broad as it is likely.
    int at(double place) {
        double left = place * weigh();
        for (int i = 0; i < count; i++) {
            left -= weights[i];
            if (left < 0) {
                return ids[i];
            }
        }
        return ids[count - 1];
    }

    /// The probability of every token, 0 for those that were taken away.
    double[] probabilities() {
        double[] all = new double[ids.length];
        double sum = weigh();
        for (int i = 0; i < count; i++) {
            all[ids[i]] = weights[i] / sum;
        }
        return all;
    }
}
