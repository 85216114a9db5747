package io.graft.contracts.training;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to train, named as in PEFT and TRL. On the wire every field may be absent; [#withDefaults()] fills them in,
/// and from then on none of the fields without `may be absent` is null. Validation belongs to training-service.
///
/// @param family                    `llm-lora` is the only one so far
/// @param baseModel                 the folder name of the base model, `graft-tiny`
/// @param baseVersion               a version of this model whose adapter training continues from; may be absent
/// @param datasetVersion            may be absent: the newest
/// @param maxSteps                  optimizer steps; may be absent: as many as `epochs` makes
/// @param warmupSteps               may be absent: `warmup_ratio` of all steps
/// @param maxGradNorm               0 switches clipping off
/// @param completionOnlyLoss        loss on the answer alone
/// @param assistantOnlyLoss         loss on all that the assistant says, in conversations
/// @param packing                   short rows share a sequence of `max_length` tokens without seeing each
///                                  other
/// @param evalSplit                 share of the training rows held out for evaluation loss, 0 for none
/// @param evalSteps                 optimizer steps between evaluations; may be absent: at the end of every
///                                  epoch
/// @param earlyStoppingPatience     evaluations without a better loss that end the run, whose best adapter
///                                  comes out; may be absent: never
/// @param saveSteps                 a checkpoint every so many optimizer steps
/// @param incremental               continue from the champion's adapter
/// @param precision                 of the frozen weights: `fp32` or `int8`
/// @param deadlineSeconds           may be absent: no deadline
public record RunConfig(
        @Nullable String family,
        @Nullable String baseModel,
        @Nullable String baseVersion,
        @Nullable String datasetName,
        @Nullable String datasetVersion,
        @Nullable Integer epochs,
        @Nullable Integer maxSteps,
        @Nullable Integer batchSize,
        @Nullable Integer gradientAccumulationSteps,
        @Nullable Double learningRate,
        @Nullable String lrScheduler,
        @Nullable Integer warmupSteps,
        @Nullable Double warmupRatio,
        @Nullable Double weightDecay,
        @Nullable Double maxGradNorm,
        @Nullable Integer maxLength,
        @Nullable Boolean completionOnlyLoss,
        @Nullable Boolean assistantOnlyLoss,
        @Nullable Boolean packing,
        @Nullable Double evalSplit,
        @Nullable Integer evalSteps,
        @Nullable Integer earlyStoppingPatience,
        @Nullable Integer saveSteps,
        @Nullable Long seed,
        @Nullable Boolean incremental,
        @Nullable String precision,
        @Nullable Lora lora,
        @Nullable Cpu cpu,
        @Nullable Long deadlineSeconds,
        @Nullable Integer priority) {

    /// Nothing set: every field takes its default.
    public static RunConfig defaults() {
        return empty().withDefaults();
    }

    public static RunConfig empty() {
        return new RunConfig(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /// The same with every absent field at its default.
    public RunConfig withDefaults() {
        return new RunConfig(
                or(family, "llm-lora"),
                or(baseModel, "graft-tiny"),
                baseVersion,
                datasetName,
                datasetVersion,
                or(epochs, 3),
                maxSteps,
                or(batchSize, 16),
                or(gradientAccumulationSteps, 1),
                or(learningRate, 2e-4),
                or(lrScheduler, "linear"),
                warmupSteps,
                or(warmupRatio, 0.0),
                or(weightDecay, 0.0),
                or(maxGradNorm, 1.0),
                or(maxLength, 512),
                or(completionOnlyLoss, true),
                or(assistantOnlyLoss, false),
                or(packing, false),
                or(evalSplit, 0.0),
                evalSteps,
                earlyStoppingPatience,
                or(saveSteps, 50),
                or(seed, 42L),
                or(incremental, false),
                or(precision, "fp32"),
                or(lora, Lora.empty()).withDefaults(),
                or(cpu, Cpu.empty()).withDefaults(),
                deadlineSeconds,
                or(priority, 0));
    }

    /// The adapter's own settings, as PEFT's `LoraConfig` names them.
    ///
    /// @param targetModules     names of linear layers, or the single name `all-linear`
    /// @param rankPattern       ranks of single linear layers, by names or regular expressions
    /// @param alphaPattern      their alphas
    /// @param layersToTransform indexes of the layers that get pairs; may be absent: all
    public record Lora(
            @Nullable Integer r,
            @Nullable Double loraAlpha,
            @Nullable Double loraDropout,
            @Nullable List<String> targetModules,
            @Nullable Boolean useRslora,
            @Nullable Boolean useDora,
            @Nullable Map<String, Integer> rankPattern,
            @Nullable Map<String, Double> alphaPattern,
            @Nullable List<Integer> layersToTransform) {

        static Lora empty() {
            return new Lora(null, null, null, null, null, null, null, null, null);
        }

        Lora withDefaults() {
            return new Lora(
                    or(r, 16),
                    or(loraAlpha, 32.0),
                    or(loraDropout, 0.0),
                    or(targetModules, List.of("q_proj", "k_proj", "v_proj", "o_proj")),
                    or(useRslora, false),
                    or(useDora, false),
                    or(rankPattern, Map.of()),
                    or(alphaPattern, Map.of()),
                    layersToTransform);
        }
    }

    /// What of the machine a run may use.
    ///
    /// @param numWorkers   threads; 0 for one per core
    /// @param memoryPoolMb upper limit of the worker's heap; 0 for the worker's default
    /// @param gradientCheckpointing computes activations again on the way back: slower, in less memory
    public record Cpu(
            @Nullable Integer numWorkers,
            @Nullable Boolean useSimd,
            @Nullable Integer memoryPoolMb,
            @Nullable Boolean gradientCheckpointing) {

        static Cpu empty() {
            return new Cpu(null, null, null, null);
        }

        Cpu withDefaults() {
            return new Cpu(or(numWorkers, 0), or(useSimd, true), or(memoryPoolMb, 0), or(gradientCheckpointing, false));
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
