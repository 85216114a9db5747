package io.graft.engine.training;

/// How well a model predicts examples that it does not learn from.
///
/// @param loss              per token that counts, in nats
/// @param meanTokenAccuracy share of the tokens that count which the model ranked first
/// @param tokens            that count
public record Evaluation(double loss, double meanTokenAccuracy, long tokens) {

    /// The exponential of the loss.
    public double perplexity() {
        return Math.exp(loss);
    }
}
