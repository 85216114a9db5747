package io.graft.engine.training;

import io.graft.engine.compute.Precision;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that decides on the numbers of a training, by name, so that one that goes on can be compared with the
/// one that began; held-out examples where they decide on the outcome. How long it lasts is not part of it,
/// as in transformers: `max_steps` and `num_train_epochs` may change, and the schedule is then that of the
/// new length. Neither is what only watches or saves memory.
record TrainingIdentity(Map<String, String> values) {

    TrainingIdentity {
        values = new LinkedHashMap<>(values);
    }

    static TrainingIdentity of(Precision precision, TrainingConfig config, TrainingData data) {
        AdamW optimizer = config.optimizer();
        Batching batching = config.batching();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("precision", precision.label());
        values.put("learning_rate", Double.toString(optimizer.learningRate()));
        values.put("adam_beta1", Double.toString(optimizer.beta1()));
        values.put("adam_beta2", Double.toString(optimizer.beta2()));
        values.put("adam_epsilon", Double.toString(optimizer.epsilon()));
        values.put("weight_decay", Double.toString(optimizer.weightDecay()));
        values.put("lr_scheduler_type", config.schedule().kind().toString());
        values.put("warmup_steps", Integer.toString(config.schedule().warmupSteps()));
        values.put("warmup_ratio", Double.toString(config.schedule().warmupRatio()));
        values.put("batch_size", Integer.toString(batching.batchSize()));
        values.put("gradient_accumulation_steps", Integer.toString(batching.accumulation()));
        values.put("weighting", batching.weighting().toString());
        values.put("order", batching.order().toString());
        values.put("packing", batching.packing().toString());
        values.put("max_grad_norm", config.maxGradNorm().toString());
        values.put("seed", Long.toString(config.seed()));
        values.put("examples", digest(data.train()));
        EvaluationPlan evaluation = config.evaluation();
        if (evaluation.patience().isPresent() || evaluation.outcome() == EvaluationPlan.Outcome.BEST) {
            values.put("held-out examples", digest(data.heldOut()));
        }
        return new TrainingIdentity(values);
    }

    /// What is not the same here as there: `seed was 1, is 2`.
    ///
    /// @param earlier of the training that began
    List<String> differences(TrainingIdentity earlier) {
        List<String> differences = new ArrayList<>();
        values.forEach((name, value) -> {
            String other = earlier.values.getOrDefault(name, "absent");
            if (!other.equals(value)) {
                differences.add(name + " was " + other + ", is " + value);
            }
        });
        return differences;
    }

    private static String digest(List<Example> examples) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Example example : examples) {
                update(sha, example.ids());
                update(sha, example.labels());
            }
            return examples.size() + " with SHA-256 " + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest sha, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length + 4);
        bytes.putInt(values.length);
        bytes.asIntBuffer().put(values);
        sha.update(bytes.array());
    }
}
