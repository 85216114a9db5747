package io.graft.training.run;

import io.graft.contracts.training.RunConfig;
import io.graft.training.run.BaseModels.BaseModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run's configuration must keep to: pure. Nothing that cannot be done is ignored; it is refused.
final class ConfigRules {

    static final List<String> TARGET_MODULES = List.of(
            "q_proj",
            "k_proj",
            "v_proj",
            "o_proj",
            "gate_proj",
            "up_proj",
            "down_proj",
            "qkv_proj",
            "gate_up_proj",
            "input_linear",
            "output_linear");
    static final String ALL_LINEAR = "all-linear";

    private static final int LEAST_HEAP_MB = 128;
    private static final int SHORTEST = 8;

    private final FieldChecks checks;

    ConfigRules(FieldChecks checks) {
        this.checks = checks;
    }

    /// @param config every field filled in
    /// @param known  the names of the base models that are there
    void check(RunConfig config, Optional<BaseModel> baseModel, List<String> known) {
        checkModel(config, baseModel, known);
        checkLength(config);
        checkOptimizer(config);
        checkLora(Objects.requireNonNull(config.lora()));
        checkCpu(Objects.requireNonNull(config.cpu()));
        checkEvaluation(config);
        checks.atLeast("config.save_steps", config.saveSteps(), 1);
        checks.atLeast("config.deadline_seconds", config.deadlineSeconds(), 1);
    }

    private void checkModel(RunConfig config, Optional<BaseModel> baseModel, List<String> known) {
        checks.oneOf("config.family", config.family(), List.of("llm-lora"));
        checks.oneOf("config.precision", config.precision(), List.of("fp32", "int8"));
        if (baseModel.isEmpty()) {
            checks.add(
                    "config.base_model",
                    "must be a base model that is installed ("
                            + (known.isEmpty() ? "none is" : String.join(", ", known)) + "), is " + config.baseModel());
        }
        baseModel.ifPresent(
                model -> checks.between("config.max_length", config.maxLength(), SHORTEST, model.maxPositions()));
        checks.require(
                config.baseVersion() == null || !Boolean.TRUE.equals(config.incremental()),
                "config.base_version",
                "must be absent where incremental is true, which continues from the champion");
    }

    private void checkLength(RunConfig config) {
        checks.between("config.epochs", config.epochs(), 1, 10_000);
        checks.atLeast("config.max_steps", config.maxSteps(), 1);
        checks.between("config.batch_size", config.batchSize(), 1, 4_096);
        checks.between("config.gradient_accumulation_steps", config.gradientAccumulationSteps(), 1, 4_096);
    }

    private void checkEvaluation(RunConfig config) {
        checks.between("config.eval_split", config.evalSplit(), 0, 0.5);
        checks.atLeast("config.eval_steps", config.evalSteps(), 1);
        checks.atLeast("config.early_stopping_patience", config.earlyStoppingPatience(), 1);
        Double split = config.evalSplit();
        checks.require(
                config.earlyStoppingPatience() == null || (split != null && split > 0),
                "config.early_stopping_patience",
                "must be absent where eval_split is 0: nothing is held out to measure");
    }

    private void checkOptimizer(RunConfig config) {
        checks.above("config.learning_rate", config.learningRate(), 0);
        checks.oneOf("config.lr_scheduler", config.lrScheduler(), List.of("linear", "cosine", "constant"));
        checks.atLeast("config.warmup_steps", config.warmupSteps(), 0);
        checks.between("config.warmup_ratio", config.warmupRatio(), 0, 1);
        checks.notNegative("config.weight_decay", config.weightDecay());
        checks.notNegative("config.max_grad_norm", config.maxGradNorm());
    }

    private void checkLora(RunConfig.Lora lora) {
        checks.between("config.lora.r", lora.r(), 1, 1_024);
        checks.above("config.lora.lora_alpha", lora.loraAlpha(), 0);
        Double dropout = lora.loraDropout();
        checks.require(
                dropout != null && dropout >= 0 && dropout < 1,
                "config.lora.lora_dropout",
                "must be at least 0 and less than 1, is " + dropout);
        checkTargets(Objects.requireNonNull(lora.targetModules()));
        Objects.requireNonNull(lora.rankPattern())
                .forEach((name, rank) -> checks.between(
                        "config.lora.rank_pattern." + name, rank == null ? Integer.valueOf(0) : rank, 1, 1_024));
        Objects.requireNonNull(lora.alphaPattern())
                .forEach((name, alpha) -> checks.above(
                        "config.lora.alpha_pattern." + name, alpha == null ? Double.valueOf(0) : alpha, 0));
        checkLayers(lora.layersToTransform());
    }

    private void checkLayers(@Nullable List<Integer> layers) {
        if (layers == null) {
            return;
        }
        checks.require(!layers.isEmpty(), "config.lora.layers_to_transform", "must name a layer, or be absent for all");
        for (int i = 0; i < layers.size(); i++) {
            checks.atLeast("config.lora.layers_to_transform[" + i + "]", layers.get(i) == null ? -1 : layers.get(i), 0);
        }
    }

    private void checkTargets(List<String> targets) {
        List<String> valid = new ArrayList<>(TARGET_MODULES);
        valid.add(ALL_LINEAR);
        checks.require(
                !targets.isEmpty(),
                "config.lora.target_modules",
                "must name at least one of " + String.join(", ", valid));
        for (int i = 0; i < targets.size(); i++) {
            checks.oneOf("config.lora.target_modules[" + i + "]", String.valueOf(targets.get(i)), valid);
        }
    }

    private void checkCpu(RunConfig.Cpu cpu) {
        checks.between("config.cpu.num_workers", cpu.numWorkers(), 0, 1_024);
        Integer memory = cpu.memoryPoolMb();
        checks.require(
                memory == null || memory == 0 || memory >= LEAST_HEAP_MB,
                "config.cpu.memory_pool_mb",
                "must be 0 (the default) or at least " + LEAST_HEAP_MB + ", is " + memory);
    }
}
