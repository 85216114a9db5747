package io.graft.cli.engine;

import io.graft.cli.engine.bench.DecodingBench;
import io.graft.cli.engine.bench.Shape;
import io.graft.cli.engine.bench.TrainingBench;
import io.graft.engine.compute.Precision;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "bench", description = "Speed of training or decoding with random weights, beside the machine's peak.")
final class BenchCommand implements Callable<Integer> {

    private static final int TRAINING_STEPS = 5;
    private static final int TRAINING_WARMUP = 3;
    private static final int DECODED_TOKENS = 64;
    private static final int DECODING_WARMUP = 512;
    private static final int PROMPT_TOKENS = 16;

    /// For completion of the command line.
    static final class Shapes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Shape.NAMES.iterator();
        }
    }

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final Machine machine = new Machine();

    @Option(
            names = "--shape",
            required = true,
            completionCandidates = Shapes.class,
            description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String shape;

    @Option(names = "--precision", description = "fp32, or int8 for frozen weights in 8 bits (default: fp32)")
    private Precision precision = Precision.FP32;

    @Option(names = "--batch", description = "sequences of a step (default: ${DEFAULT-VALUE})")
    private int batch = 4;

    @Option(names = "--seq", description = "tokens of a sequence (default: ${DEFAULT-VALUE})")
    private int sequence = 512;

    @Option(names = "--decode", description = "one stream of text instead of training")
    private boolean decode;

    @Option(names = "--steps", description = "steps, or tokens with --decode, that count (default: 5, or 64)")
    private @Nullable Integer steps;

    @Option(names = "--warmup", description = "steps, or tokens, before them (default: 3, or 512)")
    private @Nullable Integer warmup;

    @Override
    public Integer call() throws IOException {
        Consumer<String> progress = text -> talk.progress().show(text);
        Object report = decode
                ? decoding().run(machine.compute(), progress)
                : training().run(machine.compute(), progress);
        talk.progress().end();
        talk.printer().one(report);
        return 0;
    }

    private TrainingBench training() {
        return new TrainingBench(
                Shape.named(shape), precision, batch, sequence, or(steps, TRAINING_STEPS), or(warmup, TRAINING_WARMUP));
    }

    private DecodingBench decoding() {
        return new DecodingBench(
                Shape.named(shape), precision, PROMPT_TOKENS, or(steps, DECODED_TOKENS), or(warmup, DECODING_WARMUP));
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
