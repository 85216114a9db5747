package io.graft.cli.engine.bench;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One stream of text, token after token, the likeliest each time.
///
/// @param precision of the frozen weights
/// @param prompt tokens before the first one
/// @param tokens that count
/// @param warmup tokens before them, for the compiler
public record DecodingBench(Shape shape, Precision precision, int prompt, int tokens, int warmup) {

    public DecodingBench {
        if (tokens < 1) {
            throw new IllegalArgumentException("--steps must be at least 1, is " + tokens);
        }
        if (warmup < 0) {
            throw new IllegalArgumentException("--warmup must be at least 0, is " + warmup);
        }
    }

    /// @param progress is told what goes on
    public DecodingReport run(Compute compute, Consumer<String> progress) throws IOException {
        progress.accept("making random weights for " + shape.name());
        CausalModel model = shape.model(compute, precision);
        Speeds speeds = decode(model, progress);
        long resident = ResidentMemory.peak().orElse(0);
        progress.accept("measuring the bandwidth of the memory");
        double bandwidth = MemoryBandwidth.measure(compute.workers());
        return DecodingReport.of(this, model, speeds, new DecodingReport.Machine(bandwidth, resident));
    }

    private Speeds decode(CausalModel model, Consumer<String> progress) {
        Session session = model.session(Adapter.NONE);
        float[] logits = session.append(IntStream.range(1, prompt + 1).toArray());
        List<Double> speeds = new ArrayList<>();
        for (int i = 0; i < warmup + tokens; i++) {
            long begin = System.nanoTime();
            int next = model.kernels().argMax(Matrix.of(logits, 1, logits.length), 0);
            logits = session.append(next);
            double speed = 1e9 / (System.nanoTime() - begin);
            if (i >= warmup) {
                speeds.add(speed);
            }
            progress.accept(String.format(
                    java.util.Locale.ROOT, "token %d of %d: %.1f tokens/s", i + 1, warmup + tokens, speed));
        }
        return new Speeds(speeds);
    }
}
