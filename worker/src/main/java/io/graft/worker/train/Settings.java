package io.graft.worker.train;

import io.graft.contracts.training.RunConfig;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.TrainingConfig;
import java.util.Objects;
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
        double norm = given(config.maxGradNorm());
        return (norm == 0 ? builder.withoutGradientClipping() : builder.maxGradNorm(norm)).build();
    }

    LoraConfig lora() {
        RunConfig.Lora lora = given(config.lora());
        return LoraConfig.builder(Modules.of(given(lora.targetModules())))
                .rank(given(lora.r()))
                .alpha(given(lora.loraAlpha()))
                .dropout(given(lora.loraDropout()))
                .scaling(given(lora.useRslora()) ? LoraConfig.Scaling.ROOT_OF_RANK : LoraConfig.Scaling.RANK)
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
