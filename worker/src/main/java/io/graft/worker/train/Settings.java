package io.graft.worker.train;

import io.graft.contracts.training.RunConfig;
import io.graft.engine.adapter.Layers;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Patterns;
import io.graft.engine.training.EvaluationPlan;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.Packing;
import io.graft.engine.training.TrainingConfig;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A run's configuration as the engine takes it: pure. Every field is filled in; what the engine cannot
/// do was refused before the run began.
record Settings(RunConfig config) {

    TrainingConfig training() {
        TrainingConfig.Builder builder = TrainingConfig.builder()
                .epochs(given(config.epochs()))
                .batchSize(given(config.batchSize()))
                .gradientAccumulationSteps(given(config.gradientAccumulationSteps()))
                .learningRate(given(config.learningRate()))
                .schedule(schedule(given(config.lrScheduler())))
                .warmupRatio(given(config.warmupRatio()))
                .weightDecay(given(config.weightDecay()))
                .seed(given(config.seed()));
        if (config.warmupSteps() != null) {
            // 0 steps leave it to the ratio, so a warm-up that was switched off switches the ratio off too.
            builder.warmupSteps(config.warmupSteps()).warmupRatio(0);
        }
        if (config.maxSteps() != null) {
            builder.maxSteps(config.maxSteps());
        }
        if (given(config.packing())) {
            builder.packing(Packing.bestFit(given(config.maxLength())));
        }
        if (given(given(config.cpu()).gradientCheckpointing())) {
            builder.activations(TrainingConfig.Activations.RECOMPUTED);
        }
        builder.evaluation(evaluation());
        double norm = given(config.maxGradNorm());
        return (norm == 0 ? builder.withoutGradientClipping() : builder.maxGradNorm(norm)).build();
    }

    /// Who stops early wants the best adapter.
    private EvaluationPlan evaluation() {
        OptionalInt patience = optional(config.earlyStoppingPatience());
        return new EvaluationPlan(
                optional(config.evalSteps()),
                patience,
                0,
                patience.isPresent() ? EvaluationPlan.Outcome.BEST : EvaluationPlan.Outcome.LAST);
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    LoraConfig lora() {
        RunConfig.Lora lora = given(config.lora());
        return LoraConfig.builder(Modules.of(given(lora.targetModules())))
                .rank(given(lora.r()))
                .alpha(given(lora.loraAlpha()))
                .dropout(given(lora.loraDropout()))
                .scaling(given(lora.useRslora()) ? LoraConfig.Scaling.ROOT_OF_RANK : LoraConfig.Scaling.RANK)
                .variant(given(lora.useDora()) ? LoraConfig.Variant.DORA : LoraConfig.Variant.LORA)
                .patterns(new Patterns(given(lora.rankPattern()), given(lora.alphaPattern())))
                .layers(lora.layersToTransform() == null ? Layers.ALL : new Layers(lora.layersToTransform(), List.of()))
                .build();
    }

    private static LearningRateSchedule.Kind schedule(String name) {
        return switch (name) {
            case "linear" -> LearningRateSchedule.Kind.LINEAR;
            case "cosine" -> LearningRateSchedule.Kind.COSINE;
            case "constant" -> LearningRateSchedule.Kind.CONSTANT_WITH_WARMUP;
            default ->
                throw new IllegalArgumentException("lr_scheduler must be linear, cosine or constant, is " + name);
        };
    }

    static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value, "the configuration of a run is complete");
    }
}
