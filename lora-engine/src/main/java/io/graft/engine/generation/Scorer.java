package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Scores given answers, as lm-evaluation-harness does. The context that choices share is computed once, and the
/// choices go through the model together. Any number of threads may use it at once, each call with its own adapter.
public final class Scorer {

    private final CausalModel model;
    private final Tokenizer tokenizer;
    private final int maxLength;

    public Scorer(CausalModel model, Tokenizer tokenizer) {
        this(model, tokenizer, model.config().maxPositions());
    }

    /// @param maxLength tokens of context and choice together; longer contexts lose their beginning
    public Scorer(CausalModel model, Tokenizer tokenizer, int maxLength) {
        if (maxLength < 1 || maxLength > model.config().maxPositions()) {
            throw new IllegalArgumentException(
                    "max_length must be from 1 to " + model.config().maxPositions() + ", is " + maxLength);
        }
        this.model = model;
        this.tokenizer = tokenizer;
        this.maxLength = maxLength;
    }

    /// Scores texts after a context. Spaces at the end of the context count as the start of the choice, and both are
    /// tokenized together.
    ///
    /// @param context not empty
    public List<ChoiceScore> score(String context, List<String> choices, Adapter adapter) {
        String stripped = context.stripTrailing();
        String spaces = context.substring(stripped.length());
        int[] contextIds = tokenizer.encode(stripped);
        List<int[]> choiceIds = new ArrayList<>();
        for (String choice : choices) {
            int[] whole = tokenizer.encode(stripped + spaces + choice);
            choiceIds.add(Arrays.copyOfRange(whole, Math.min(contextIds.length, whole.length), whole.length));
        }
        return score(contextIds, choiceIds, adapter);
    }

    /// Scores tokens after a context of at least one token.
    public List<ChoiceScore> score(int[] context, List<int[]> choices, Adapter adapter) {
        if (context.length == 0) {
            throw new IllegalArgumentException("context must hold at least one token");
        }
        choices.forEach(this::require);
        ChoiceScoring scoring = new ChoiceScoring(model, adapter, choices);
        choices.stream()
                .mapToInt(choice -> kept(context, choice))
                .distinct()
                .forEach(kept -> scoring.after(
                        Arrays.copyOfRange(context, context.length - kept, context.length),
                        index -> kept(context, choices.get(index)) == kept));
        return scoring.scores();
    }

    /// How likely each token of a text is after those before it; the first one, after nothing, has no score.
    ///
    /// @param ids          at least one token; never shortened
    /// @param alternatives most likely tokens to tell with each
    /// @return scores of all tokens but the first
    /// @throws IllegalArgumentException if there are no tokens, or unknown ones, or more than `max_length` + 1
    public List<TokenScore> scoreTokens(int[] ids, int alternatives, Adapter adapter) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("tokens must not be empty");
        }
        if (ids.length - 1 > maxLength) {
            throw new IllegalArgumentException("a text of " + ids.length
                    + " tokens, the last of which is only predicted, is longer than max_length " + maxLength);
        }
        return new TokenScoring(model, ids, alternatives).scores(model.sequence(adapter, ids.length));
    }

    /// Tokens at the end of the context that fit before a choice. The choice's last token is only predicted, never
    /// read.
    private int kept(int[] context, int[] choice) {
        return Math.min(context.length, maxLength + 1 - choice.length);
    }

    private void require(int[] choice) {
        if (choice.length == 0) {
            throw new IllegalArgumentException("a choice must hold at least one token");
        }
        if (choice.length > maxLength) {
            throw new IllegalArgumentException(
                    "a choice of " + choice.length + " tokens is longer than max_length " + maxLength);
        }
    }
}
