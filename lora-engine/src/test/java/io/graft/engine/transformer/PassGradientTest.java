package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.LowRank;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients of whole passes against finite differences, for adapters of every shape.
class PassGradientTest {

    private static final float STEP = 2e-3f;

    private final Random random = new Random(3);
    private final CausalModel model;

    static Set<Projection> projections() {
        return EnumSet.range(Projection.Q_PROJ, Projection.DOWN_PROJ);
    }

    PassGradientTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
    }

    @ParameterizedTest
    @MethodSource("projections")
    void one_projection_alone(Projection projection) throws IOException {
        check(Set.of(projection), 0, 0);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void one_projection_of_the_last_layer(Projection projection) throws IOException {
        check(Set.of(projection), 2, 0);
    }

    @Test
    void all_projections_from_the_second_layer_on() throws IOException {
        check(model.projections(), 1, 0);
    }

    @Test
    void all_projections_with_dropout() throws IOException {
        check(model.projections(), 0, 0.3f);
    }

    private void check(Set<Projection> targets, int firstLayer, float dropoutRate) throws IOException {
        LoraAdapter start = LoraAdapter.create(
                model,
                LoraConfig.of(
                        3, 6, 0, targets.stream().map(Projection::moduleName).toList()),
                5);
        Upper adapter = new Upper(start, firstLayer);
        for (Projection projection : targets) {
            fill(Objects.requireNonNull(adapter.pair(2, projection)));
        }
        TokenBatch batch = TokenBatch.of(
                List.of(new int[] {5, 99, 321, 7, 88, 4}, new int[] {17, 300, 2}),
                List.of(new int[] {5, 99, -100, 7, 88, 4}, new int[] {17, 300, 2}));
        Dropout dropout = new Dropout(dropoutRate, 77);
        TrainingPass pass = new TrainingPass(model, adapter, new TrainingPass.Limits(12, 8), dropoutRate);
        Sums sums = new Sums(adapter);
        pass.forwardBackward(batch, 1f, dropout, sums);
        for (int layer = firstLayer; layer < model.layers(); layer++) {
            for (Projection projection : targets) {
                LowRank pair = Objects.requireNonNull(adapter.pair(layer, projection));
                LowRank.Gradient gradient = sums.of(layer, projection);
                String name = layer + "." + projection;
                check(name + ".a", pair.a(), gradient.a(), pair, () -> loss(pass, batch, dropout, adapter));
                check(
                        name + ".b",
                        pair.bTransposed(),
                        gradient.bTransposed(),
                        pair,
                        () -> loss(pass, batch, dropout, adapter));
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
                            Matrix.zeros(pair.rank(), pair.inputs()), Matrix.zeros(pair.rank(), pair.outputs())));
        }
    }
}
