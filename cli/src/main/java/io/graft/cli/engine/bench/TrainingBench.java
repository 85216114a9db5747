package io.graft.cli.engine.bench;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.training.Batching;
import io.graft.engine.training.Example;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.StepMetrics;
import io.graft.engine.training.Trainer;
import io.graft.engine.training.TrainingConfig;
import io.graft.engine.training.TrainingListener;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Training steps of the engine's own trainer: an adapter (r 16, alpha 32) on q, k, v and o, AdamW, random tokens, a
/// loss on every token.
///
/// @param precision of the frozen weights
/// @param batch    sequences of a step
/// @param sequence tokens of a sequence
/// @param steps    that count
/// @param warmup   steps before them, for the compiler
public record TrainingBench(Shape shape, Precision precision, int batch, int sequence, int steps, int warmup) {

    private static final List<String> TARGETS = List.of("q_proj", "k_proj", "v_proj", "o_proj");
    private static final double LEARNING_RATE = 2e-4;

    /// All are made before the first step; these take 2 GiB.
    private static final long MOST_TOKENS = 1 << 28;

    public TrainingBench {
        if (steps < 1) {
            throw new IllegalArgumentException("--steps must be at least 1, is " + steps);
        }
        if (warmup < 0) {
            throw new IllegalArgumentException("--warmup must be at least 0, is " + warmup);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("--batch must be at least 1, is " + batch);
        }
        double tokens = ((double) steps + warmup) * batch * sequence;
        if (tokens > MOST_TOKENS) {
            throw new IllegalArgumentException("--batch, --seq, --steps and --warmup must make at most " + MOST_TOKENS
                    + " tokens, make " + (long) tokens);
        }
        if (sequence < 2) {
            throw new IllegalArgumentException("--seq must be at least 2, is " + sequence);
        }
    }

    /// @param progress is told what goes on
    public TrainingReport run(Compute compute, Consumer<String> progress) throws IOException {
        progress.accept("making random weights for " + shape.name());
        CausalModel model = shape.model(compute, precision, sequence);
        LoraConfig lora = LoraConfig.of(16, 32, 0, TARGETS);
        Trainer trainer = Trainer.start(model, lora, config(), examples(model));
        List<StepMetrics> metrics = new ArrayList<>();
        trainer.run(new TrainingListener() {
            @Override
            public void onStep(StepMetrics step) {
                metrics.add(step);
                progress.accept(line(step));
            }
        });
        long resident = ResidentMemory.peak().orElse(0);
        progress.accept("measuring a plain matrix product");
        double peak = new ProductPeak(compute, precision).measure();
        WorkPerToken work = WorkPerToken.of(model, lora, sequence);
        return TrainingReport.of(this, compute, metrics, new TrainingReport.Machine(work, peak, resident));
    }

    private String line(StepMetrics step) {
        return String.format(
                java.util.Locale.ROOT,
                "step %d of %d: %.1f tokens/s%s",
                step.step(),
                step.totalSteps(),
                step.tokensPerSecond(),
                step.step() <= warmup ? " (warm-up)" : "");
    }

    private TrainingConfig config() {
        return TrainingConfig.builder()
                .learningRate(LEARNING_RATE)
                .schedule(LearningRateSchedule.Kind.CONSTANT)
                .weightDecay(0.01)
                .batchSize(batch)
                .order(Batching.Order.GIVEN)
                .maxSteps(warmup + steps)
                .build();
    }

    private List<Example> examples(CausalModel model) {
        SplittableRandom random = new SplittableRandom(0);
        int vocabulary = model.config().vocabularySize();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < (warmup + steps) * batch; i++) {
            examples.add(Example.text(random.ints(sequence, 0, vocabulary).toArray()));
        }
        return examples;
    }
}
