package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.TensorSource;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.kernel.SoftCap;
import io.graft.engine.layer.Attention;
import io.graft.engine.layer.Embedding;
import io.graft.engine.layer.Linear;
import io.graft.engine.layer.Rotary;
import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes layers out of the tensors that a description names.
final class WeightLoader {

    private final TensorSource tensors;
    private final Compute compute;
    private final Kernels kernels;
    private final Precision precision;
    private final ModelShape shape;
    private final Map<RotaryConfig, Rotary> rotaries = new LinkedHashMap<>();

    WeightLoader(TensorSource tensors, Compute compute, Precision precision, ModelShape shape) {
        this.tensors = tensors;
        this.compute = compute;
        this.kernels = compute.kernels();
        this.precision = precision;
        this.shape = shape;
    }

    CausalModel.Parts load(DecoderSpec spec) throws IOException {
        Linear table = linear(spec.embedding().table());
        Embedding embedding = new Embedding(kernels, table, spec.embedding().scale());
        List<DecoderLayer> layers = new ArrayList<>();
        for (LayerSpec layer : spec.layers()) {
            layers.add(layer(layers.size(), layer));
        }
        NormWeight finalNorm = norm(spec.finalNorm());
        Linear output = sharesTable(spec) ? table : linear(spec.head().linear());
        Float cap = spec.head().softCap();
        OutputHead head = new OutputHead(
                kernels, finalNorm.times(1 / spec.head().divisor()), output, cap == null ? null : new SoftCap(cap, 1f));
        return new CausalModel.Parts(embedding, List.copyOf(layers), List.copyOf(rotaries.values()), finalNorm, head);
    }

    /// As transformers 5 does, a tied output layer that the checkpoint holds with other weights keeps its own.
    private boolean sharesTable(DecoderSpec spec) throws IOException {
        LinearSpec head = spec.head().linear();
        return spec.head().tied()
                && (!tensors.contains(head.tensor() + ".weight")
                        || equal(rows(head), rows(spec.embedding().table())));
    }

    private static boolean equal(RowSource own, RowSource shared) throws IOException {
        float[] first = new float[own.columns()];
        float[] second = new float[own.columns()];
        try {
            for (int row = 0; row < own.rows(); row++) {
                own.copy(row, first, 0);
                shared.copy(row, second, 0);
                if (!Arrays.equals(first, second)) {
                    return false;
                }
            }
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private RowSource rows(LinearSpec spec) throws IOException {
        return tensors.rows(spec.tensor() + ".weight", spec.outputs(), spec.inputs());
    }

    private Linear linear(LinearSpec spec) throws IOException {
        RowSource rows = rows(spec);
        float[] bias = spec.bias() ? tensors.read(spec.tensor() + ".bias", spec.outputs()) : null;
        try {
            return new Linear(compute.kernels(), compute.format().pack(rows, precision), bias);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            rows.release();
        }
    }

    private NormWeight norm(NormSpec spec) throws IOException {
        float[] scale = tensors.read(spec.tensor() + ".weight", spec.size());
        if (spec.form() == NormSpec.Form.SCALE_MINUS_ONE) {
            for (int i = 0; i < scale.length; i++) {
                scale[i] += 1f;
            }
        }
        return new NormWeight(scale, shape.normEpsilon());
    }

    private @Nullable NormWeight normOrNull(@Nullable NormSpec spec) throws IOException {
        return spec == null ? null : norm(spec);
    }

    private DecoderLayer layer(int index, LayerSpec spec) throws IOException {
        Map<Projection, AdaptedLinear> linears = new EnumMap<>(Projection.class);
        for (Projection projection : Projection.values()) {
            LinearSpec linear = spec.linears().get(projection);
            if (linear != null) {
                linears.put(projection, new AdaptedLinear(linear(linear), index, projection));
            }
        }
        return new DecoderLayer(linears, attention(spec, linears), feedForward(spec, linears));
    }

    private AttentionHalf attention(LayerSpec layer, Map<Projection, AdaptedLinear> linears) throws IOException {
        LayerSpec.AttentionSpec spec = layer.attention();
        NormSpec.QueryKey norms = spec.queryKeyNorms();
        HeadTurn turn = new HeadTurn(
                kernels,
                norms == null ? null : norm(norms.query()),
                norms == null ? null : norm(norms.key()),
                spec.rotary() == null ? null : rotaries.computeIfAbsent(spec.rotary(), this::rotary));
        return new AttentionHalf(
                begin(
                        spec.norms(),
                        linears,
                        Projection.Q_PROJ,
                        Projection.K_PROJ,
                        Projection.V_PROJ,
                        Projection.QKV_PROJ),
                turn,
                new Attention(kernels, spec.shape()),
                end(layer, spec.norms(), linears, Projection.O_PROJ));
    }

    private Rotary rotary(RotaryConfig config) {
        return config.rotary(shape.headSize());
    }

    private FeedForwardHalf feedForward(LayerSpec layer, Map<Projection, AdaptedLinear> linears) throws IOException {
        LayerSpec.FeedForwardSpec spec = layer.feedForward();
        return new FeedForwardHalf(
                kernels,
                begin(
                        spec.norms(),
                        linears,
                        Projection.GATE_PROJ,
                        Projection.UP_PROJ,
                        Projection.GATE_UP_PROJ,
                        Projection.INPUT_LINEAR),
                spec.activation(),
                end(layer, spec.norms(), linears, Projection.DOWN_PROJ, Projection.OUTPUT_LINEAR));
    }

    private HalfBegin begin(NormSpec.Around norms, Map<Projection, AdaptedLinear> linears, Projection... any)
            throws IOException {
        return new HalfBegin(kernels, normOrNull(norms.before()), present(linears, any));
    }

    private HalfEnd end(
            LayerSpec layer, NormSpec.Around norms, Map<Projection, AdaptedLinear> linears, Projection... any)
            throws IOException {
        AdaptedLinear linear = present(linears, any).getFirst();
        return new HalfEnd(kernels, linear, normOrNull(norms.after()), layer.residualScale());
    }

    private static List<AdaptedLinear> present(Map<Projection, AdaptedLinear> linears, Projection... any) {
        return Arrays.stream(any).filter(linears::containsKey).map(linears::get).toList();
    }
}
