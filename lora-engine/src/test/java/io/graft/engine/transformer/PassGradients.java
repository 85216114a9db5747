package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.LowRank;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares the gradients of a training pass with what small changes of an adapter do to the loss.
final class PassGradients {

    private static final float STEP = 2e-3f;
    private static final TokenBatch BATCH = TokenBatch.of(
            List.of(new int[] {5, 99, 221, 7, 88, 4, 9, 10, 31}, new int[] {17, 290, 2}),
            List.of(new int[] {5, 99, -100, 7, 88, 4, 9, 10, 31}, new int[] {17, 290, 2}));

    private final Random random = new Random(3);
    private final CausalModel model;

    PassGradients(CausalModel model) {
        this.model = model;
    }

    /// Checks the magnitudes of a decomposed adapter (DoRA) with random values. Its matrices cannot be
    /// checked like this, since PEFT leaves the norm out of their gradients; but the magnitudes of lower layers
    /// see what decomposed layers above them do to the gradient of their input.
    void checkMagnitudes(Set<Projection> targets, float dropoutRate) throws IOException {
        LoraConfig config = LoraConfig.builder(
                        Modules.of(targets.stream().map(Projection::moduleName).toList()))
                .rank(3)
                .alpha(6)
                .variant(LoraConfig.Variant.DORA)
                .build();
        LoraAdapter adapter = LoraAdapter.create(model, config, 5);
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : targets) {
                fill(Objects.requireNonNull(adapter.pair(layer, projection)));
            }
        }
        Dropout dropout = new Dropout(dropoutRate, 77);
        TrainingPass pass = new TrainingPass(model, adapter, new TrainingPass.Limits(14, 10), dropoutRate);
        Sums sums = new Sums(adapter);
        pass.forwardBackward(BATCH, 1f, dropout, sums);
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : targets) {
                LowRank pair = Objects.requireNonNull(adapter.pair(layer, projection));
                Matrix values = Objects.requireNonNull(pair.magnitude()).values();
                Matrix gradient =
                        Objects.requireNonNull(sums.of(layer, projection).magnitude());
                String name = layer + "." + projection + ".magnitude";
                check(name, values, gradient, pair, () -> loss(pass, BATCH, dropout, adapter));
            }
        }
    }

    /// Checks some elements of every matrix of an adapter with random values.
    ///
    /// @param firstLayer the lowest adapted layer
    void check(Set<Projection> targets, int firstLayer, float dropoutRate) throws IOException {
        LoraAdapter start = LoraAdapter.create(
                model,
                LoraConfig.of(
                        3, 6, 0, targets.stream().map(Projection::moduleName).toList()),
                5);
        Upper adapter = new Upper(start, firstLayer);
        for (int layer = firstLayer; layer < model.layers(); layer++) {
            for (Projection projection : targets) {
                fill(Objects.requireNonNull(adapter.pair(layer, projection)));
            }
        }
        Dropout dropout = new Dropout(dropoutRate, 77);
        TrainingPass pass = new TrainingPass(model, adapter, new TrainingPass.Limits(14, 10), dropoutRate);
        Sums sums = new Sums(adapter);
        pass.forwardBackward(BATCH, 1f, dropout, sums);
        for (int layer = firstLayer; layer < model.layers(); layer++) {
            for (Projection projection : targets) {
                LowRank pair = Objects.requireNonNull(adapter.pair(layer, projection));
                LowRank.Gradient gradient = sums.of(layer, projection);
                String name = layer + "." + projection;
                check(name + ".a", pair.a(), gradient.a(), pair, () -> loss(pass, BATCH, dropout, adapter));
                check(
                        name + ".b",
                        pair.bTransposed(),
                        gradient.bTransposed(),
                        pair,
                        () -> loss(pass, BATCH, dropout, adapter));
            }
        }
    }

    private void fill(LowRank pair) {
        for (int i = 0; i < pair.bTransposed().data().length; i++) {
            pair.bTransposed().data()[i] = (float) random.nextGaussian() * 0.05f;
        }
        pair.refresh();
    }

    private static double loss(TrainingPass pass, TokenBatch batch, Dropout dropout, Adapter adapter) {
        return pass.forwardBackward(batch, 1f, dropout, new Sums(adapter)).sum();
    }

    private interface Loss {
        double get();
    }

    /// Checks three elements of a matrix.
    private void check(String name, Matrix values, Matrix gradient, LowRank pair, Loss loss) {
        for (int i = 0; i < 3; i++) {
            int row = random.nextInt(values.rows());
            int column = random.nextInt(values.columns());
            float original = values.get(row, column);
            values.set(row, column, original + STEP);
            pair.refresh();
            double above = loss.get();
            values.set(row, column, original - STEP);
            pair.refresh();
            double below = loss.get();
            values.set(row, column, original);
            pair.refresh();
            double slope = (above - below) / (2 * STEP);
            assertThat((double) gradient.get(row, column))
                    .as("%s[%d][%d]", name, row, column)
                    .isCloseTo(slope, within(1.5e-2 + 1e-2 * Math.abs(slope)));
        }
    }

    /// The part of an adapter from a layer on.
    private record Upper(LoraAdapter whole, int firstLayer) implements Adapter {

        @Override
        public @Nullable LowRank pair(int layer, Projection projection) {
            return layer < firstLayer ? null : whole.pair(layer, projection);
        }

        @Override
        public int rank() {
            return whole.rank();
        }
    }

    /// Gradients that nothing was asked for stay absent.
    private static final class Sums implements AdapterGradients {

        private final Map<String, LowRank.Gradient> gradients = new HashMap<>();
        private final Adapter adapter;

        Sums(Adapter adapter) {
            this.adapter = adapter;
        }

        @Override
        public LowRank.Gradient of(int layer, Projection projection) {
            LowRank pair = Objects.requireNonNull(adapter.pair(layer, projection));
            return gradients.computeIfAbsent(
                    layer + "." + projection,
                    name -> new LowRank.Gradient(
                            Matrix.zeros(pair.rank(), pair.inputs()),
                            Matrix.zeros(pair.rank(), pair.outputs()),
                            pair.magnitude() == null ? null : Matrix.zeros(1, pair.outputs())));
        }
    }
}
