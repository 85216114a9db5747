package io.graft.engine.generation;

import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One text while it is written.
final class Continuation {

    private final CausalModel model;
    private final GenerationConfig config;
    private final TokenListener listener;
    private final Set<Integer> ends;
    private final Sampler sampler;
    private final TextStream text;
    private final List<GeneratedToken> tokens = new ArrayList<>();

    Continuation(CausalModel model, Tokenizer tokenizer, GenerationConfig config, TokenListener listener) {
        this.model = model;
        this.config = config;
        this.listener = listener;
        this.ends = config.endTokens().orElse(model.config().endTokens());
        this.sampler = new Sampler(model.kernels(), config);
        this.text = new TextStream(tokenizer, config.stop());
    }

    Generation of(int[] prompt, Session session) {
        float[] logits = session.append(prompt);
        while (true) {
            int id = sampler.pick(logits);
            Optional<Generation.Ending> ending = take(id, logits, session);
            if (ending.isPresent()) {
                return new Generation(text.text(), tokens, prompt.length, ending.get());
            }
            logits = session.append(id);
        }
    }

    /// Adds a token and says whether, and why, it is the last one.
    private Optional<Generation.Ending> take(int id, float[] logits, Session session) {
        String piece = ends.contains(id) ? "" : text.add(id);
        Optional<Generation.Ending> ending = ending(id, session);
        if (ending.isPresent()) {
            piece += text.finish();
        }
        double logProbability = LogProbabilities.of(model.kernels(), logits).of(0, id);
        GeneratedToken token = new GeneratedToken(id, piece, logProbability);
        tokens.add(token);
        boolean wanted = listener.onToken(token);
        return wanted ? ending : ending.or(() -> Optional.of(Generation.Ending.CANCELLED));
    }

    private Optional<Generation.Ending> ending(int id, Session session) {
        if (ends.contains(id) || text.stopped()) {
            return Optional.of(Generation.Ending.STOP);
        }
        boolean full = session.length() == model.config().maxPositions();
        return full || tokens.size() + 1 == config.maxTokens()
                ? Optional.of(Generation.Ending.LENGTH)
                : Optional.empty();
    }
}
