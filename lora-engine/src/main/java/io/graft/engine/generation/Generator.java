package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Continues texts with a model. Any number of threads may use it at once, each call with its own adapter.
public final class Generator {

    private final CausalModel model;
    private final Tokenizer tokenizer;

    public Generator(CausalModel model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /// Continues a text; special tokens that the tokenizer adds in front stand before it.
    public Generation generate(String prompt, GenerationConfig config, Adapter adapter) {
        return generate(tokenizer.encode(prompt), config, adapter, TokenListener.NONE);
    }

    /// Continues tokens.
    ///
    /// @param prompt   at least one token
    /// @param adapter  [Adapter#NONE] for the base model
    /// @param listener receives the tokens as they come
    /// @throws IllegalArgumentException if the prompt is empty, unknown to the model or longer than its positions
    public Generation generate(int[] prompt, GenerationConfig config, Adapter adapter, TokenListener listener) {
        Set<Integer> ends = config.endTokens().orElse(model.config().endTokens());
        Session session = model.session(adapter);
        Sampler sampler = new Sampler(config);
        TextStream text = new TextStream(tokenizer, config.stop());
        List<GeneratedToken> tokens = new ArrayList<>();
        Generation.Ending ending = Generation.Ending.LENGTH;
        float[] logits = session.append(prompt);
        while (tokens.size() < config.maxTokens()) {
            int id = sampler.pick(logits);
            boolean end = ends.contains(id);
            String piece = end ? text.finish() : text.add(id);
            boolean last = end || text.stopped() || isLast(session, tokens.size() + 1, config);
            if (last && !end) {
                piece += text.finish();
            }
            GeneratedToken token = new GeneratedToken(id, piece, LogProbabilities.of(logits, id));
            tokens.add(token);
            boolean wanted = listener.onToken(token);
            if (end || text.stopped()) {
                ending = Generation.Ending.STOP;
            } else if (!wanted) {
                ending = Generation.Ending.CANCELLED;
            }
            if (last || !wanted) {
                break;
            }
            logits = session.append(id);
        }
        return new Generation(text.text(), tokens, prompt.length, ending);
    }

    private boolean isLast(Session session, int written, GenerationConfig config) {
        return written == config.maxTokens()
                || session.length() == model.config().maxPositions();
    }
}
