package io.graft.engine.generation;

import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.InferencePass;
import io.graft.engine.transformer.Sequence;
import java.util.ArrayList;
import java.util.List;

/// Finds how likely the tokens of one text are.
final class TokenScoring {

    private final CausalModel model;
    private final InferencePass pass;
    private final int[] ids;
    private final int alternatives;
    private final List<TokenScore> scores = new ArrayList<>();

    TokenScoring(CausalModel model, int[] ids, int alternatives) {
        this.model = model;
        this.pass = new InferencePass(model);
        this.ids = ids;
        this.alternatives = alternatives;
    }

    /// @param sequence empty, with room for all tokens
    List<TokenScore> scores(Sequence sequence) {
        int read = ids.length - 1; // the last one is only predicted
        for (int from = 0; from < read; from += InferencePass.CHUNK) {
            int count = Math.min(InferencePass.CHUNK, read - from);
            pass.append(List.of(new InferencePass.Part(sequence, ids, from, count)));
            for (int row = 0; row < count; row += InferencePass.LOGITS) {
                add(row, Math.min(InferencePass.LOGITS, count - row), from + row + 1);
            }
        }
        return scores;
    }

    /// @param row   the pass's first of `count` rows
    /// @param token the place of the token that follows it
    private void add(int row, int count, int token) {
        LogProbabilities after = new LogProbabilities(model.kernels(), pass.logits(row, count));
        for (int i = 0; i < count; i++) {
            int id = ids[token + i];
            scores.add(new TokenScore(id, after.of(i, id), after.mostLikely(i, alternatives)));
        }
    }
}
