package io.graft.engine.settings;

import io.graft.engine.dataset.ExampleConfig;
import io.graft.engine.training.Batching;
import io.graft.engine.training.EvaluationPlan;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.Packing;
import io.graft.engine.training.TrainingConfig;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The settings of the training itself.
final class TrainingFields {

    private static final Map<String, Batching.Order> ORDERS =
            Map.of("random", Batching.Order.SHUFFLED, "sequential", Batching.Order.GIVEN);

    private static final Map<String, LearningRateSchedule.Kind> SCHEDULES = Map.of(
            "constant", LearningRateSchedule.Kind.CONSTANT,
            "constant_with_warmup", LearningRateSchedule.Kind.CONSTANT_WITH_WARMUP,
            "linear", LearningRateSchedule.Kind.LINEAR,
            "cosine", LearningRateSchedule.Kind.COSINE);

    private final Fields fields;
    private final TrainingConfig.Builder builder = TrainingConfig.builder();

    private TrainingFields(Fields fields) {
        this.fields = fields;
    }

    static TrainingConfig read(Fields fields, ExampleConfig data) {
        TrainingFields training = new TrainingFields(fields);
        training.readOptimizer();
        training.readSchedule();
        training.readBatches(data.maxLength());
        training.readLength();
        training.builder.evaluation(training.evaluation());
        if (fields.flag("gradient_checkpointing").orElse(false)) {
            training.builder.activations(TrainingConfig.Activations.RECOMPUTED);
        }
        fields.longInteger("seed").ifPresent(training.builder::seed);
        return training.builder.build();
    }

    private void readOptimizer() {
        fields.choice("optim", Map.of("adamw_torch", true));
        fields.number("learning_rate").ifPresent(builder::learningRate);
        fields.number("weight_decay").ifPresent(builder::weightDecay);
        fields.number("adam_epsilon").ifPresent(builder::epsilon);
        builder.betas(
                fields.number("adam_beta1").orElse(0.9),
                fields.number("adam_beta2").orElse(0.999));
        OptionalDouble norm = fields.number("max_grad_norm");
        if (norm.isPresent() && norm.getAsDouble() == 0) {
            builder.withoutGradientClipping();
        } else {
            norm.ifPresent(builder::maxGradNorm);
        }
    }

    private void readSchedule() {
        fields.choice("lr_scheduler_type", SCHEDULES).ifPresent(builder::schedule);
        fields.number("warmup_ratio").ifPresent(builder::warmupRatio);
        OptionalDouble steps = fields.number("warmup_steps");
        if (steps.isEmpty()) {
            return;
        }
        double given = steps.getAsDouble();
        // As in transformers 5, less than one step is a share of all steps.
        if (given > 0 && given < 1) {
            builder.warmupRatio(given);
        } else {
            builder.warmupSteps((int) given);
        }
    }

    private void readBatches(int maxLength) {
        same("per_device_train_batch_size", "batch_size").ifPresent(builder::batchSize);
        fields.integer("gradient_accumulation_steps").ifPresent(builder::gradientAccumulationSteps);
        fields.choice("train_sampling_strategy", ORDERS).ifPresent(builder::order);
        fields.choice("packing_strategy", Map.of("bfd", true));
        if (fields.flag("packing").orElse(false)) {
            builder.packing(Packing.bestFit(maxLength));
        }
    }

    private OptionalInt same(String name, String alias) {
        OptionalInt first = fields.integer(name);
        OptionalInt second = fields.integer(alias);
        if (first.isPresent() && second.isPresent() && first.getAsInt() != second.getAsInt()) {
            throw new IllegalArgumentException(name + " is " + first.getAsInt() + " and " + alias + " is "
                    + second.getAsInt() + "; they mean the same, give one of them");
        }
        return first.isPresent() ? first : second;
    }

    private void readLength() {
        fields.number("num_train_epochs").ifPresent(builder::epochs);
        OptionalInt steps = fields.integer("max_steps");
        // transformers writes -1 for no limit.
        if (steps.isPresent() && steps.getAsInt() != -1) {
            builder.maxSteps(steps.getAsInt());
        }
    }

    private EvaluationPlan evaluation() {
        OptionalInt patience = fields.integer("early_stopping_patience");
        boolean best = fields.flag("load_best_model_at_end").orElse(patience.isPresent());
        return new EvaluationPlan(
                fields.integer("eval_steps"),
                patience,
                fields.number("early_stopping_threshold").orElse(0),
                best ? EvaluationPlan.Outcome.BEST : EvaluationPlan.Outcome.LAST);
    }
}
