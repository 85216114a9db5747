package io.graft.engine.training;

import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TokenBatch;
import io.graft.engine.transformer.TrainingPass;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// The examples of a training, checked against the model, and how they become batches.
final class ExampleSet {

    private final List<Example> examples;
    private final TrainingConfig config;
    private final BatchPlan plan;

    ExampleSet(CausalModel model, List<Example> examples, TrainingConfig config) {
        this(model, examples, config, new StepPlan(examples.size(), config));
    }

    ExampleSet(CausalModel model, List<Example> examples, TrainingConfig config, BatchPlan plan) {
        check(model, examples);
        this.examples = List.copyOf(examples);
        this.config = config;
        this.plan = plan;
    }

    static void check(CausalModel model, List<Example> examples) {
        int positions = model.config().maxPositions();
        int vocabulary = model.config().vocabularySize();
        for (int i = 0; i < examples.size(); i++) {
            if (examples.get(i).length() > positions) {
                throw new IllegalArgumentException(
                        "example " + i + " has " + examples.get(i).length() + " tokens, the model has " + positions
                                + " positions (max_position_embeddings)");
            }
            for (int id : examples.get(i).ids()) {
                if (id < 0 || id >= vocabulary) {
                    throw new IllegalArgumentException("example " + i + " has the token id " + id
                            + ", the model's are from 0 to " + (vocabulary - 1));
                }
            }
        }
    }

    TrainingConfig config() {
        return config;
    }

    BatchPlan plan() {
        return plan;
    }

    TokenBatch batch(int[] indexes) {
        return batch(Arrays.stream(indexes).mapToObj(examples::get).toList());
    }

    static TokenBatch batch(List<Example> examples) {
        return TokenBatch.of(
                examples.stream().map(Example::ids).toList(),
                examples.stream().map(Example::labels).toList());
    }

    /// What the largest possible batch takes.
    TrainingPass.Limits limits() {
        return limits(examples, config.batching().batchSize());
    }

    static TrainingPass.Limits limits(List<Example> examples, int batchSize) {
        List<Integer> longest = examples.stream()
                .map(Example::length)
                .sorted(Comparator.reverseOrder())
                .limit(batchSize)
                .toList();
        return new TrainingPass.Limits(
                longest.stream().mapToInt(Integer::intValue).sum(), longest.getFirst());
    }

    /// Differs when the configuration or the examples do.
    String fingerprint() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(config.toString().getBytes(StandardCharsets.UTF_8));
            for (Example example : examples) {
                update(sha, example.ids());
                update(sha, example.labels());
            }
            return HexFormat.of().formatHex(sha.digest());
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
