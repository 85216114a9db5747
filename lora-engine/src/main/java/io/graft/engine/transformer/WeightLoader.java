package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.TensorSource;
import io.graft.engine.kernel.Compute;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.kernel.Precision;
import io.graft.engine.layer.Linear;
import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/// Makes layers out of the tensors that a description names.
final class WeightLoader {

    private final TensorSource tensors;
    private final Compute compute;
    private final Precision precision;
    private final ModelConfig config;

    WeightLoader(TensorSource tensors, Compute compute, Precision precision, ModelConfig config) {
        this.tensors = tensors;
        this.compute = compute;
        this.precision = precision;
        this.config = config;
    }

    Kernels kernels() {
        return compute.kernels();
    }

    Linear linear(LinearSpec spec) throws IOException {
        RowSource rows = tensors.rows(spec.tensor() + ".weight", spec.outputs(), spec.inputs());
        float[] bias = spec.bias() ? tensors.read(spec.tensor() + ".bias", spec.outputs()) : null;
        try {
            return new Linear(compute.kernels(), compute.format().pack(rows, precision), bias);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    NormWeight norm(String tensor) throws IOException {
        return new NormWeight(tensors.read(tensor + ".weight", config.hiddenSize()), config.normEpsilon());
    }

    DecoderLayer layer(int index, LayerSpec spec, DecoderLayer.Shared shared) throws IOException {
        Map<Projection, Linear> linears = new EnumMap<>(Projection.class);
        for (Projection projection : Projection.values()) {
            LinearSpec linear = spec.linears().get(projection);
            if (linear != null) {
                linears.put(projection, linear(linear));
            }
        }
        return new DecoderLayer(
                index, linears, new DecoderLayer.Norms(norm(spec.inputNorm()), norm(spec.middleNorm())), shared);
    }
}
