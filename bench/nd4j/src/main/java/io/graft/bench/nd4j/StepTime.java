package io.graft.bench.nd4j;

import io.graft.engine.adapter.LoraConfig;
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
import java.util.stream.IntStream;

/// The processor time of one whole training step: LoRA r 16 on q, k, v and o, loss on all tokens.
///
/// @param batch    sequences
/// @param sequence tokens of each
record StepTime(int batch, int sequence) {

    private static final int WARM_UP = 3;
    private static final int STEPS = 3;

    /// Seconds of all threads together; the median of some steps.
    double seconds(CausalModel model) throws IOException {
        LoraConfig lora = LoraConfig.of(16, 32, 0, List.of("q_proj", "k_proj", "v_proj", "o_proj"));
        List<Double> clock = new ArrayList<>();
        Trainer.start(model, lora, config(), examples(model)).run(new TrainingListener() {
            @Override
            public void onStep(StepMetrics step) {
                clock.add(CpuTime.seconds());
            }
        });
        return IntStream.range(WARM_UP, WARM_UP + STEPS)
                .mapToDouble(step -> clock.get(step) - clock.get(step - 1))
                .sorted()
                .toArray()[STEPS / 2];
    }

    private TrainingConfig config() {
        return TrainingConfig.builder()
                .learningRate(Updater.Settings.RATE)
                .schedule(LearningRateSchedule.Kind.CONSTANT)
                .batchSize(batch)
                .order(Batching.Order.GIVEN)
                .maxSteps(WARM_UP + STEPS)
                .build();
    }

    private List<Example> examples(CausalModel model) {
        SplittableRandom random = new SplittableRandom(0);
        int vocabulary = model.config().vocabularySize();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < (WARM_UP + STEPS) * batch; i++) {
            examples.add(Example.text(random.ints(sequence, 0, vocabulary).toArray()));
        }
        return examples;
    }
}
