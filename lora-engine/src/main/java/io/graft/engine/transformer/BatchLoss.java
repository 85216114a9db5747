package io.graft.engine.transformer;

/// The loss of a batch, summed over the positions that count.
///
/// @param sum     negative log-likelihood, in nats
/// @param tokens  positions that count
/// @param correct positions whose most likely token is the right one
public record BatchLoss(double sum, long tokens, long correct) {

    public static final BatchLoss NONE = new BatchLoss(0, 0, 0);

    public BatchLoss plus(BatchLoss other) {
        return new BatchLoss(sum + other.sum, tokens + other.tokens, correct + other.correct);
    }

    /// The mean over the positions that count; not a number if there are none.
    public double mean() {
        return sum / tokens;
    }

    /// The share of positions whose most likely token is the right one.
    public double accuracy() {
        return (double) correct / tokens;
    }
}
