package io.graft.cli.engine.bench;

import com.google.errorprone.annotations.FormatMethod;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One stream of text, token after token, the likeliest each time.
///
/// @param precision of the frozen weights
/// @param prompt tokens before the first one
/// @param tokens that count
/// @param warmup tokens before them, for the compiler: in texts of their own, no longer than the one that counts
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
        CausalModel model = shape.model(compute, precision, (long) prompt + tokens);
        Speeds speeds = decode(model, progress);
        long resident = ResidentMemory.peak().orElse(0);
        progress.accept("measuring the bandwidth of the memory");
        double bandwidth = MemoryBandwidth.measure(compute.workers());
        return DecodingReport.of(this, model, speeds, new DecodingReport.Machine(bandwidth, resident));
    }

    private Speeds decode(CausalModel model, Consumer<String> progress) {
        for (int done = 0; done < warmup; done += tokens) {
            int count = Math.min(tokens, warmup - done);
            List<Double> speeds = decode(model, count).tokensPerSecond();
            progress.accept(text("%d of %d tokens to warm up: %.1f tokens/s", done + count, warmup, speeds.getLast()));
        }
        Speeds speeds = decode(model, tokens);
        progress.accept(text("%d tokens: %.1f tokens/s", tokens, speeds.median()));
        return speeds;
    }

    private Speeds decode(CausalModel model, int count) {
        Session session = model.session(Adapter.NONE);
        float[] logits = session.append(IntStream.range(1, prompt + 1).toArray());
        List<Double> speeds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            int next = model.kernels().argMax(Matrix.of(logits, 1, logits.length), 0);
            logits = session.append(next);
            speeds.add(1e9 / (System.nanoTime() - begin));
        }
        return new Speeds(speeds);
    }

    @FormatMethod
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
