package io.graft.cli.engine;

import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How tokens are picked, with the names of Hugging Face's `GenerationConfig`.
final class SamplingOptions {

    @Option(names = "--max-new-tokens", description = "tokens to write at most (default: ${DEFAULT-VALUE})")
    private int maxNewTokens = 128;

    @Option(
            names = "--temperature",
            description = "divides the logits; 0 takes the likeliest token (default: 0, or 1 with --top-k, --top-p or"
                    + " --min-p)")
    private @Nullable Double temperature;

    @Option(names = "--top-k", description = "draw among the likeliest so many")
    private @Nullable Integer topK;

    @Option(names = "--top-p", description = "draw among the fewest likeliest with this probability together")
    private @Nullable Double topP;

    @Option(names = "--min-p", description = "draw among those with this share of the likeliest one's probability")
    private @Nullable Double minP;

    @Option(
            names = "--repetition-penalty",
            description = "makes tokens that are there already less likely; 1 for not (default: ${DEFAULT-VALUE})")
    private double repetitionPenalty = 1;

    @Option(names = "--stop", description = "a text that ends the answer and is not part of it; may be repeated")
    private final List<String> stop = new ArrayList<>();

    @Option(names = "--seed", description = "same seed, same text (default: ${DEFAULT-VALUE})")
    private long seed;

    GenerationConfig config() {
        return GenerationConfig.of(maxNewTokens, sampling())
                .withRepetitionPenalty(repetitionPenalty)
                .withStop(stop);
    }

    private Sampling sampling() {
        boolean drawn = Stream.of(topK, topP, minP).anyMatch(Objects::nonNull);
        double heat = temperature == null ? drawn ? 1 : 0 : temperature;
        if (heat == 0 && drawn) {
            throw new IllegalArgumentException(
                    "--temperature must be greater than 0 with --top-k, --top-p or --min-p, is 0");
        }
        return new Sampling(
                heat,
                Objects.requireNonNullElse(topK, 0),
                Objects.requireNonNullElse(topP, 1.0),
                Objects.requireNonNullElse(minP, 0.0),
                seed);
    }
}
