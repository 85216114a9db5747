package io.graft.bench.nd4j;

import io.graft.bench.nd4j.Nd4jUpdater.Epsilon;
import io.graft.bench.nd4j.Nd4jUpdater.Memory;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.ModelConfig;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Compares the engine's AdamW, ND4J's updaters and PyTorch's AdamW: distance over 1000 updates, and cost as a share of
/// a training step. `bench/nd4j/run` starts it.
final class OptimizerBench {

    private static final List<Integer> CHECKPOINTS = List.of(1, 10, 100, 1000);
    private static final int WARM_UP = 50;
    private static final int UPDATES = 100;

    private final Compute compute = Compute.shared();

    private OptimizerBench() {}

    static void main(String[] arguments) throws IOException, URISyntaxException {
        OptimizerBench bench = new OptimizerBench();
        bench.distances(Path.of(arguments[0]));
        Schedules.print();
        bench.costs(
                "graft-tiny, 16 x 32 tokens", 129_024, new StepTime(16, 32).seconds(bench.tiny(Path.of(arguments[1]))));
        bench.costs("SmolLM2-135M, 4 x 512 tokens", 1_843_200, 4 * new StepTime(1, 512).seconds(bench.small()));
    }

    private CausalModel tiny(Path folder) throws IOException {
        return CausalModel.load(folder, compute);
    }

    private CausalModel small() throws IOException, URISyntaxException {
        URL config = OptimizerBench.class.getResource("/smollm2-135m/config.json");
        if (config == null) {
            throw new IllegalStateException("the class path lacks smollm2-135m/config.json");
        }
        Path folder = Path.of(config.toURI()).resolveSibling("");
        return CausalModel.random(
                new CausalModel.Shape("smollm2-135m", ModelConfig.read(folder), 1), compute, Precision.FP32);
    }

    private List<Updater> updaters(float[] start, Memory memory) {
        return List.of(
                new OwnUpdater(compute, start),
                new Nd4jUpdater(start, Epsilon.AS_IS, memory),
                new Nd4jUpdater(start, Epsilon.AS_PYTORCH, memory));
    }

    private void distances(Path folder) throws IOException {
        float[] start = Floats.read(folder.resolve("start.bin"));
        float[] gradients = Floats.read(folder.resolve("gradients.bin"));
        for (Updater updater : updaters(start, Memory.COPIED)) {
            for (int step = 0; step < gradients.length / start.length; step++) {
                updater.update(Arrays.copyOfRange(gradients, step * start.length, (step + 1) * start.length), step);
                if (CHECKPOINTS.contains(step + 1)) {
                    float[] expected = Floats.read(folder.resolve("after-" + (step + 1) + ".bin"));
                    System.out.printf(
                            "%s: after %d updates at most %.3g from PyTorch, which moved at most %.3g%n",
                            updater.name(),
                            step + 1,
                            Floats.largestDifference(updater.parameters(), expected),
                            Floats.largestDifference(start, expected));
                }
            }
        }
    }

    private void costs(String what, int parameters, double stepSeconds) {
        System.out.printf("%s: a step takes %.1f ms of processor time%n", what, stepSeconds * 1e3);
        SplittableRandom random = new SplittableRandom(1);
        float[] start = new float[parameters];
        float[] gradients = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            start[i] = (float) (random.nextGaussian() * 0.02);
            gradients[i] = (float) (random.nextGaussian() * 1e-3);
        }
        for (Memory memory : Memory.values()) {
            for (Updater updater : updaters(start, memory)) {
                double seconds = seconds(updater, gradients);
                System.out.printf(
                        "%s, %d parameters: %s: %.3f ms of processor time an update, %.2f %% of a step%n",
                        what, parameters, updater.name(), seconds * 1e3, 100 * seconds / stepSeconds);
            }
        }
    }

    /// The mean of 100 updates after 50.
    private static double seconds(Updater updater, float[] gradients) {
        double begin = 0;
        for (int step = 0; step < WARM_UP + UPDATES; step++) {
            if (step == WARM_UP) {
                begin = CpuTime.seconds();
            }
            updater.update(gradients, step);
        }
        return (CpuTime.seconds() - begin) / UPDATES;
    }
}
