package io.graft.bench.nd4j;

import io.graft.engine.compute.Compute;
import io.graft.engine.kernel.AdamWStep;
import io.graft.engine.tensor.Matrix;
import java.util.Arrays;

/// The engine's own AdamW kernel, run as the trainer runs it.
final class OwnUpdater implements Updater {

    private static final int CHUNK = 1 << 14;

    private final Compute compute;
    private final Matrix state; // [parameters, gradients, first and second moments][count]

    OwnUpdater(Compute compute, float[] start) {
        this.compute = compute;
        this.state = Matrix.zeros(4, start.length);
        System.arraycopy(start, 0, state.data(), 0, start.length);
    }

    @Override
    public String name() {
        return "own AdamW kernel (" + compute.kernels().name() + ")";
    }

    @Override
    public void update(float[] gradients, int step) {
        System.arraycopy(gradients, 0, state.data(), state.at(1), gradients.length);
        AdamWStep numbers = numbers(step);
        int count = state.columns();
        compute.workers().run((count + CHUNK - 1) / CHUNK, (chunk, worker) -> {
            int from = chunk * CHUNK;
            compute.kernels().adamW(numbers, state, from, Math.min(count, from + CHUNK));
        });
    }

    private static AdamWStep numbers(int step) {
        double correction1 = 1 - Math.pow(Settings.BETA1, step + 1);
        double correction2 = 1 - Math.pow(Settings.BETA2, step + 1);
        return new AdamWStep(
                1,
                (float) (1 - Settings.RATE * Settings.DECAY),
                (float) (1 - Settings.BETA1),
                (float) Settings.BETA2,
                (float) (1 - Settings.BETA2),
                (float) (Settings.RATE / correction1),
                (float) Math.sqrt(correction2),
                (float) Settings.EPSILON);
    }

    @Override
    public float[] parameters() {
        return Arrays.copyOf(state.data(), state.columns());
    }
}
