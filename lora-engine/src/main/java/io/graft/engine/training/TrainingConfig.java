package io.graft.engine.training;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How to train.
///
/// @param optimizer   learning rate, betas, weight decay
/// @param schedule    how the learning rate moves
/// @param batching    how examples become steps
/// @param epochs      times that every example is visited; 0.5 ends half-way
/// @param maxSteps    ends the training earlier or later than `epochs` says
/// @param maxGradNorm gradients with a larger global norm are scaled down to it
/// @param seed        decides on the adapter's start, the order of examples and dropout
/// @param evaluation  when held-out examples are looked at, and what follows
/// @param activations what is kept of a pass for its way back
public record TrainingConfig(
        AdamW optimizer,
        LearningRateSchedule schedule,
        Batching batching,
        double epochs,
        OptionalInt maxSteps,
        OptionalDouble maxGradNorm,
        long seed,
        EvaluationPlan evaluation,
        Activations activations) {

    /// What is kept of a pass for its way back. The results are the same bits.
    public enum Activations {
        /// All that is needed.
        KEPT,
        /// Each layer's input; the rest is computed once more: `gradient_checkpointing`. Slower, and takes
        /// less memory.
        RECOMPUTED
    }

    public TrainingConfig {
        Require.positive("num_train_epochs", epochs);
        if (maxSteps.isPresent()) {
            Require.atLeast("max_steps", 1, maxSteps.getAsInt());
        }
        if (maxGradNorm.isPresent()) {
            Require.positive("max_grad_norm", maxGradNorm.getAsDouble());
        }
    }

    /// A builder with the defaults of transformers, except for a learning rate that suits LoRA.
    public static Builder builder() {
        return new Builder();
    }

    /// Collects values; [#build] checks them.
    public static final class Builder {

        private double learningRate = 2e-4;
        private double beta1 = 0.9;
        private double beta2 = 0.999;
        private double epsilon = 1e-8;
        private double weightDecay = 0;
        private LearningRateSchedule.Kind schedule = LearningRateSchedule.Kind.LINEAR;
        private int warmupSteps;
        private double warmupRatio;
        private int batchSize = 8;
        private int accumulation = 1;
        private Batching.Weighting weighting = Batching.Weighting.TOKENS;
        private Batching.Order order = Batching.Order.SHUFFLED;
        private double epochs = 3;
        private OptionalInt maxSteps = OptionalInt.empty();
        private OptionalDouble maxGradNorm = OptionalDouble.of(1);
        private long seed = 42;
        private Packing packing = Packing.NONE;
        private EvaluationPlan evaluation = EvaluationPlan.DEFAULT;
        private Activations activations = Activations.KEPT;

        private Builder() {}

        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        public Builder betas(double first, double second) {
            beta1 = first;
            beta2 = second;
            return this;
        }

        public Builder epsilon(double value) {
            epsilon = value;
            return this;
        }

        public Builder weightDecay(double value) {
            weightDecay = value;
            return this;
        }

        public Builder schedule(LearningRateSchedule.Kind value) {
            schedule = value;
            return this;
        }

        public Builder warmupSteps(int value) {
            warmupSteps = value;
            return this;
        }

        public Builder warmupRatio(double value) {
            warmupRatio = value;
            return this;
        }

        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        public Builder gradientAccumulationSteps(int value) {
            accumulation = value;
            return this;
        }

        public Builder weighting(Batching.Weighting value) {
            weighting = value;
            return this;
        }

        public Builder order(Batching.Order value) {
            order = value;
            return this;
        }

        public Builder epochs(double value) {
            epochs = value;
            return this;
        }

        public Builder maxSteps(int value) {
            maxSteps = OptionalInt.of(value);
            return this;
        }

        public Builder maxGradNorm(double value) {
            maxGradNorm = OptionalDouble.of(value);
            return this;
        }

        public Builder withoutGradientClipping() {
            maxGradNorm = OptionalDouble.empty();
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder packing(Packing value) {
            packing = value;
            return this;
        }

        public Builder evaluation(EvaluationPlan value) {
            evaluation = value;
            return this;
        }

        public Builder activations(Activations value) {
            activations = value;
            return this;
        }

        /// @throws IllegalArgumentException naming the first field that is wrong
        public TrainingConfig build() {
            return new TrainingConfig(
                    new AdamW(learningRate, beta1, beta2, epsilon, weightDecay),
                    new LearningRateSchedule(schedule, warmupSteps, warmupRatio),
                    new Batching(batchSize, accumulation, weighting, order, packing),
                    epochs,
                    maxSteps,
                    maxGradNorm,
                    seed,
                    evaluation,
                    activations);
        }
    }
}
