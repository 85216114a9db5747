package io.graft.engine.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The steps of a training over its own rows. Everything follows from the configuration, so a step's number is
/// all that a resumed training must know.
final class StepPlan implements BatchPlan {

    private final int examples;
    private final TrainingConfig config;
    private int orderedEpoch = -1;
    private int[] order = {};

    StepPlan(int examples, TrainingConfig config) {
        if (examples < 1) {
            throw new IllegalArgumentException("training needs at least one example, has none");
        }
        this.examples = examples;
        this.config = config;
    }

    private int batchesPerEpoch() {
        return Math.ceilDiv(examples, config.batching().batchSize());
    }

    @Override
    public int stepsPerEpoch() {
        return Math.ceilDiv(batchesPerEpoch(), config.batching().accumulation());
    }

    @Override
    public int totalSteps() {
        return config.maxSteps().orElseGet(this::stepsOfAllEpochs);
    }

    private int stepsOfAllEpochs() {
        double steps = Math.ceil(config.epochs() * stepsPerEpoch());
        if (steps > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("num_train_epochs must make at most " + Integer.MAX_VALUE + " steps, is "
                    + config.epochs() + ", which makes " + steps);
        }
        return (int) steps;
    }

    @Override
    public List<int[]> batches(int step) {
        int[] visited = order(step / stepsPerEpoch());
        int first = step % stepsPerEpoch() * config.batching().accumulation();
        int end = (int)
                Math.min(batchesPerEpoch(), (long) first + config.batching().accumulation());
        List<int[]> batches = new ArrayList<>();
        for (int batch = first; batch < end; batch++) {
            int from = batch * config.batching().batchSize();
            int to = (int) Math.min(examples, (long) from + config.batching().batchSize());
            batches.add(Arrays.copyOfRange(visited, from, to));
        }
        return batches;
    }

    private int[] order(int epoch) {
        if (epoch != orderedEpoch) {
            order = IntStream.range(0, examples).toArray();
            if (config.batching().order() == Batching.Order.SHUFFLED) {
                shuffle(order, new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + epoch));
            }
            orderedEpoch = epoch;
        }
        return order;
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }
}
