package io.graft.engine.training;

import io.graft.engine.adapter.LoraConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Small trainings for the bundled model.
final class Lessons {

    static final LoraConfig LORA = LoraConfig.of(4, 8, 0.1, List.of("all-linear"));

    private Lessons() {}

    /// Examples whose completion counts up.
    static List<Example> counting(int count, long seed) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int start = random.nextInt(500);
            int[] prompt = random.ints(3 + random.nextInt(6), 0, 592).toArray();
            examples.add(Example.completion(prompt, new int[] {start, start + 1, start + 2, start + 3}));
        }
        return examples;
    }

    /// Texts of random tokens.
    static List<Example> noise(int count, int length, long seed) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(Example.text(random.ints(length, 0, 592).toArray()));
        }
        return examples;
    }

    static TrainingConfig.Builder config() {
        return TrainingConfig.builder()
                .learningRate(5e-3)
                .batchSize(4)
                .epochs(2)
                .gradientAccumulationSteps(2)
                .seed(11);
    }
}
