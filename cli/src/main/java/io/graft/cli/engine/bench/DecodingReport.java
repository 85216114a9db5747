package io.graft.cli.engine.bench;

import io.graft.engine.adapter.Projection;
import io.graft.engine.compute.Precision;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.ModelConfig;
import java.util.List;

/// What decoding took, beside what the memory could deliver.
///
/// @param modelBytes             weights that every token reads: all linear layers and the output layer
/// @param bandwidthBytesPerSecond see [MemoryBandwidth]
/// @param shareOfBandwidth       bytes of weights read per second, as a share of that
public record DecodingReport(
        String shape,
        String precision,
        int promptTokens,
        int threads,
        String kernels,
        String products,
        String kernelsReason,
        List<Double> tokensPerSecond,
        double medianTokensPerSecond,
        long modelBytes,
        double bandwidthBytesPerSecond,
        double shareOfBandwidth,
        long peakResidentBytes) {

    /// @param bandwidth bytes per second
    /// @param resident  bytes at most
    record Machine(double bandwidth, long resident) {}

    static DecodingReport of(DecodingBench bench, CausalModel model, Speeds speeds, Machine machine) {
        long bytes = bytes(model, bench.precision());
        return new DecodingReport(
                bench.shape().name(),
                bench.precision().label(),
                bench.prompt(),
                model.compute().workers().count(),
                model.kernels().name(),
                model.compute().format().name(),
                model.compute().choice().reason(),
                speeds.tokensPerSecond(),
                speeds.median(),
                bytes,
                machine.bandwidth,
                speeds.median() * bytes / machine.bandwidth,
                machine.resident);
    }

    private static long bytes(CausalModel model, Precision precision) {
        ModelConfig config = model.config();
        long perLayer = 0;
        for (Projection projection : model.projections()) {
            perLayer += bytes(model.inputs(projection), model.outputs(projection), precision);
        }
        return perLayer * config.layers() + bytes(config.hiddenSize(), config.vocabularySize(), precision);
    }

    private static long bytes(long inputs, long outputs, Precision precision) {
        return switch (precision) {
            case FP32 -> Float.BYTES * inputs * outputs;
            case INT8 -> (inputs + Float.BYTES) * outputs; // a scale per output
        };
    }
}
