package io.graft.engine.generation;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One text while it is written: picks each token, and knows when it ends.
final class Continuation {

    private final CausalModel model;
    private final GenerationConfig config;
    private final int promptTokens;
    private final TokenListener listener;
    private final Set<Integer> ends;
    private final Sampler sampler;
    private final TextStream text;
    private final List<GeneratedToken> tokens = new ArrayList<>();

    Continuation(CausalModel model, Tokenizer tokenizer, GenerationRequest request, TokenListener listener) {
        this.model = model;
        this.config = request.config();
        this.promptTokens = request.prompt().length;
        this.listener = listener;
        this.ends = config.endTokens().orElse(model.config().endTokens());
        this.sampler = new Sampler(model.kernels(), config, request.prompt());
        this.text = new TextStream(tokenizer, config.stop());
    }

    /// Adds the next token and says whether, and why, it is the last one.
    ///
    /// @param logits of what follows all tokens so far, `[1][vocabulary]`
    Optional<Generation.Ending> take(Matrix logits) {
        int id = sampler.pick(logits);
        String piece = ends.contains(id) ? "" : text.add(id);
        Optional<Generation.Ending> ending = ending(id);
        if (ending.isPresent()) {
            piece += text.finish();
        }
        LogProbabilities probabilities = new LogProbabilities(model.kernels(), logits);
        GeneratedToken token = new GeneratedToken(
                id, piece, probabilities.of(0, id), probabilities.mostLikely(0, config.alternatives()));
        tokens.add(token);
        boolean wanted = listener.onToken(token);
        return wanted ? ending : ending.or(() -> Optional.of(Generation.Ending.CANCELLED));
    }

    private Optional<Generation.Ending> ending(int id) {
        if (ends.contains(id) || text.stopped()) {
            return Optional.of(Generation.Ending.STOP);
        }
        int read = promptTokens + tokens.size(); // the new token is not read yet
        boolean full = read == model.config().maxPositions();
        return full || tokens.size() + 1 == config.maxTokens()
                ? Optional.of(Generation.Ending.LENGTH)
                : Optional.empty();
    }

    /// The token that must be read before the next one.
    int last() {
        return tokens.getLast().id();
    }

    /// The text so far.
    Generation end(Generation.Ending ending) {
        return new Generation(text.text(), tokens, promptTokens, ending);
    }
}
