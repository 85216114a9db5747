package io.graft.engine.generation;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Which tokens a text has so far, and what penalties make of it.
final class History {

    private final Penalties penalties;
    private final BitSet seen = new BitSet(); // tokens of prompt and text
    private final Map<Integer, Integer> written = new HashMap<>(); // how often a token is in the text

    History(Penalties penalties, int[] prompt) {
        this.penalties = penalties;
        for (int id : prompt) {
            seen.set(id);
        }
    }

    void add(int id) {
        seen.set(id);
        written.merge(id, 1, Integer::sum);
    }

    boolean changesNothing() {
        return penalties.equals(Penalties.NONE);
    }

    /// @param logits `[vocabulary]`, changed
    void penalise(float[] logits) {
        if (penalties.repetition() != 1) {
            seen.stream().forEach(id -> logits[id] = repeated(logits[id]));
        }
        written.forEach((id, count) -> logits[id] -= (float) (penalties.presence() + count * penalties.frequency()));
    }

    private float repeated(float logit) {
        float penalty = (float) penalties.repetition();
        return logit < 0 ? logit * penalty : logit / penalty;
    }
}
