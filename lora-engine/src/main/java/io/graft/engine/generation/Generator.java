package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.Session;
import java.util.Optional;

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
        if (prompt.length == 0) {
            throw new IllegalArgumentException("the prompt must hold at least one token, has none");
        }
        model.check(prompt, prompt.length);
        Continuation text =
                new Continuation(model, tokenizer, new GenerationRequest(prompt, config, adapter), listener);
        Session session = model.session(adapter);
        Matrix logits = row(session.append(prompt));
        while (true) {
            Optional<Generation.Ending> ending = text.take(logits);
            if (ending.isPresent()) {
                return text.end(ending.get());
            }
            logits = row(session.append(text.last()));
        }
    }

    private static Matrix row(float[] logits) {
        return Matrix.of(logits, 1, logits.length);
    }
}
