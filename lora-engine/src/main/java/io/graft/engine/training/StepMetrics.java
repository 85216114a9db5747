package io.graft.engine.training;

/// What one step of a training shows.
///
/// @param step              from 1
/// @param totalSteps        steps of the whole training
/// @param epoch             how often the examples were visited after this step: 0.5 is half of the first
///                          time
/// @param loss              before the update, per token that counts, in nats
/// @param learningRate      of this step
/// @param gradNorm          global norm of the gradients before clipping
/// @param meanTokenAccuracy share of the tokens that count which the model ranked first
/// @param tokens            that went through the model since the training began
/// @param tokensPerSecond   in this step
/// @param peakMemory        of the whole process so far, see [PeakMemory]
public record StepMetrics(
        int step,
        int totalSteps,
        double epoch,
        double loss,
        double learningRate,
        double gradNorm,
        double meanTokenAccuracy,
        long tokens,
        double tokensPerSecond,
        long peakMemory) {}
