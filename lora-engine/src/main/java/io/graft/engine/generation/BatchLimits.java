package io.graft.engine.generation;

import io.graft.engine.transformer.CausalModel;
import java.time.Duration;

/// What a [BatchGenerator] takes on.
///
/// @param texts   written at the same time at most
/// @param tokens  of all these texts together, prompts and `max_tokens` included: bounds the memory for keys and values
/// @param waiting requests that wait for their turn at most
/// @param timeout from submission to the end of a text
public record BatchLimits(int texts, int tokens, int waiting, Duration timeout) {

    public BatchLimits {
        if (texts < 1) {
            throw new IllegalArgumentException("texts must be at least 1, is " + texts);
        }
        if (tokens < 2) {
            throw new IllegalArgumentException("tokens must be at least 2, is " + tokens);
        }
        if (waiting < 0) {
            throw new IllegalArgumentException("waiting must not be negative, is " + waiting);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, is " + timeout);
        }
    }

    /// Room for so many texts that each fill all positions of the model.
    public static BatchLimits texts(CausalModel model, int texts) {
        int tokens = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, (long) texts * model.config().maxPositions()));
        return new BatchLimits(texts, tokens, 1024, Duration.ofMinutes(10));
    }

    public BatchLimits withTokens(int value) {
        return new BatchLimits(texts, value, waiting, timeout);
    }

    public BatchLimits withWaiting(int value) {
        return new BatchLimits(texts, tokens, value, timeout);
    }

    public BatchLimits withTimeout(Duration value) {
        return new BatchLimits(texts, tokens, waiting, value);
    }
}
