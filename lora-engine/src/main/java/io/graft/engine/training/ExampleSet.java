package io.graft.engine.training;

import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TokenBatch;
import java.util.Arrays;
import java.util.List;

/// The examples of a training, checked against the model, and how they become batches.
final class ExampleSet {

    private final List<Example> examples;
    private final TrainingConfig config;
    private final List<int[]> rows; // indexes of the examples of each row
    private final BatchPlan plan;

    ExampleSet(CausalModel model, List<Example> examples, TrainingConfig config) {
        this(model, examples, config, rows(examples, config));
    }

    private ExampleSet(CausalModel model, List<Example> examples, TrainingConfig config, List<int[]> rows) {
        this(model, examples, config, rows, new StepPlan(rows.size(), config));
    }

    /// With a plan of one's own, whose rows are the examples.
    ExampleSet(CausalModel model, List<Example> examples, TrainingConfig config, BatchPlan plan) {
        this(model, examples, config, rows(examples, config), plan);
    }

    private ExampleSet(
            CausalModel model, List<Example> examples, TrainingConfig config, List<int[]> rows, BatchPlan plan) {
        check(model, examples);
        this.examples = List.copyOf(examples);
        this.config = config;
        this.rows = rows;
        this.plan = plan;
    }

    private static List<int[]> rows(List<Example> examples, TrainingConfig config) {
        int[] lengths = examples.stream().mapToInt(Example::length).toArray();
        return Packer.pack(lengths, config.batching().packing());
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

    /// The passes of a batch.
    ///
    /// @param chosen indexes of rows
    List<TokenBatch> passes(int[] chosen) {
        return Passes.of(Arrays.stream(chosen)
                .mapToObj(rows::get)
                .flatMapToInt(Arrays::stream)
                .mapToObj(examples::get)
                .toList());
    }

    List<Example> examples() {
        return examples;
    }
}
