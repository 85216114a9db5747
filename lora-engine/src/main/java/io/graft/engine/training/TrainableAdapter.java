package io.graft.engine.training;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.Projection;
import io.graft.engine.compute.Compute;
import io.graft.engine.kernel.AdamWStep;
import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.AdapterGradients;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An adapter whose numbers, gradients and moments lie side by side in one flat view, and change.
final class TrainableAdapter implements Adapter, AdapterGradients {

    private static final int PARAMETERS = 0;
    private static final int GRADIENTS = 1;
    private static final int FIRST_MOMENTS = 2;
    private static final int SECOND_MOMENTS = 3;

    /// Numbers that one task updates.
    private static final int CHUNK = 1 << 14;

    private final Compute compute;
    private final Matrix state; // [parameters, gradients, first moments, second moments][count]
    private final List<Map<Projection, LowRank>> pairs = new ArrayList<>(); // [layer]
    private final List<Map<Projection, LowRank.Gradient>> gradients = new ArrayList<>(); // [layer]
    private final List<LowRank> all = new ArrayList<>();
    private final int rank;
    private final int widestDecomposed;

    TrainableAdapter(Compute compute, LoraAdapter start) {
        this.compute = compute;
        this.state = Matrix.zeros(4, Math.toIntExact(start.parameters()));
        this.rank = start.rank();
        this.widestDecomposed = start.widestDecomposed();
        int place = 0;
        for (int layer = 0; layer < start.layers(); layer++) {
            pairs.add(new EnumMap<>(Projection.class));
            gradients.add(new EnumMap<>(Projection.class));
            for (Projection projection : Projection.values()) {
                LowRank pair = start.pair(layer, projection);
                if (pair != null) {
                    add(layer, projection, pair, place);
                    place += pair.parameters();
                }
            }
        }
    }

    private void add(int layer, Projection projection, LowRank from, int place) {
        LowRank.Gradient values = views(PARAMETERS, from, place);
        values.a().copyFrom(from.a());
        values.bTransposed().copyFrom(from.bTransposed());
        LowRank pair = new LowRank(compute.kernels(), from.scale(), values.a(), values.bTransposed());
        Magnitude magnitude = from.magnitude();
        Matrix lengths = values.magnitude();
        if (magnitude != null && lengths != null) {
            lengths.copyFrom(magnitude.values());
            pair = pair.with(magnitude.over(lengths));
        }
        all.add(pair);
        pairs.get(layer).put(projection, pair);
        gradients.get(layer).put(projection, views(GRADIENTS, from, place));
    }

    /// The matrices of a pair in a row of the state, one after the other.
    private LowRank.Gradient views(int row, LowRank pair, int place) {
        int placeOfB = place + pair.rank() * pair.inputs();
        Matrix a = view(row, place, pair.a());
        Matrix bTransposed = view(row, placeOfB, pair.bTransposed());
        Magnitude magnitude = pair.magnitude();
        if (magnitude == null) {
            return new LowRank.Gradient(a, bTransposed);
        }
        int placeOfLengths = placeOfB + pair.rank() * pair.outputs();
        return new LowRank.Gradient(a, bTransposed, view(row, placeOfLengths, magnitude.values()));
    }

    private Matrix view(int row, int place, Matrix shape) {
        return Matrix.at(state.data(), state.at(row) + place, shape.rows(), shape.columns());
    }

    @Override
    public @Nullable LowRank pair(int layer, Projection projection) {
        return pairs.get(layer).get(projection);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int widestDecomposed() {
        return widestDecomposed;
    }

    @Override
    public LowRank.Gradient of(int layer, Projection projection) {
        LowRank.Gradient gradient = gradients.get(layer).get(projection);
        if (gradient == null) {
            throw new IllegalStateException("layer " + layer + " has no pair for " + projection);
        }
        return gradient;
    }

    int layers() {
        return pairs.size();
    }

    /// A pair and its gradient.
    record Trained(LowRank pair, LowRank.Gradient gradient) {}

    Optional<Trained> trained(int layer, Projection projection) {
        LowRank pair = pair(layer, projection);
        return pair == null ? Optional.empty() : Optional.of(new Trained(pair, of(layer, projection)));
    }

    void clearGradients() {
        state.rows(GRADIENTS, 1).clear();
    }

    /// The global norm of all gradients.
    double gradientNorm() {
        return Math.sqrt(compute.kernels().squares(state, GRADIENTS));
    }

    /// Takes another adapter's gradients, multiplied by a factor, as its own parameters.
    void takeGradients(TrainableAdapter other, float factor) {
        for (int i = 0; i < state.columns(); i++) {
            state.set(PARAMETERS, i, other.state.get(GRADIENTS, i) * factor);
        }
        refresh();
    }

    /// The global norm of all numbers that training changes.
    double parameterNorm() {
        return Math.sqrt(compute.kernels().squares(state, PARAMETERS));
    }

    void update(AdamWStep step) {
        int count = state.columns();
        compute.workers().run(Math.ceilDiv(count, CHUNK), (chunk, worker) -> {
            int from = chunk * CHUNK;
            compute.kernels().adamW(step, state, from, Math.min(count, from + CHUNK));
        });
        refresh();
    }

    /// Must follow every change of the parameters by others: pairs keep transposed copies of them.
    void refresh() {
        compute.workers().run(all.size(), (pair, worker) -> all.get(pair).refresh());
    }

    /// Views of what must be kept to go on later, by the names it is kept under; [#refresh] follows a change.
    Map<String, Matrix> kept() {
        return Map.of(
                "parameters", state.rows(PARAMETERS, 1),
                "first_moments", state.rows(FIRST_MOMENTS, 1),
                "second_moments", state.rows(SECOND_MOMENTS, 1));
    }

    /// All numbers that training changes, `[1][parameters]`; [#refresh] follows a change.
    Matrix parameters() {
        return state.rows(PARAMETERS, 1);
    }
}
