package io.graft.cli.engine;

import io.graft.engine.generation.GenerationConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How tokens are picked, with the names of Hugging Face's `GenerationConfig`.
final class Sampling {

    @Option(names = "--max-new-tokens", description = "tokens to write at most (default: ${DEFAULT-VALUE})")
    private int maxNewTokens = 128;

    @Option(
            names = "--temperature",
            description = "divides the logits; 0 takes the likeliest token (default: 0, or 1 with another option of"
                    + " sampling)")
    private @Nullable Double temperature;

    @Option(names = "--top-k", description = "draw among the likeliest so many")
    private @Nullable Integer topK;

    @Option(names = "--top-p", description = "draw among the fewest likeliest with this probability together")
    private @Nullable Double topP;

    @Option(names = "--stop", description = "a text that ends the answer and is not part of it; may be repeated")
    private final List<String> stop = new ArrayList<>();

    @Option(names = "--seed", description = "same seed, same text (default: ${DEFAULT-VALUE})")
    private long seed;

    GenerationConfig config() {
        boolean sampled = topK != null || topP != null;
        double heat = temperature == null ? sampled ? 1 : 0 : temperature;
        if (heat == 0 && sampled) {
            throw new IllegalArgumentException("--temperature must be greater than 0 with --top-k and --top-p, is 0");
        }
        GenerationConfig config =
                GenerationConfig.sampling(maxNewTokens, heat, seed).withStop(stop);
        config = topK == null ? config : config.withTopK(topK);
        return topP == null ? config : config.withTopP(topP);
    }
}
