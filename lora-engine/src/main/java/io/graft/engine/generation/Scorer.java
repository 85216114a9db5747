package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Scores given answers, as lm-evaluation-harness does. The context that choices share is computed once. Any number
/// of
/// threads may use it at once, each call with its own adapter.
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
        Session session = model.session(adapter);
        Prefix shared = new Prefix(session, context);
        List<ChoiceScore> scores = new ArrayList<>();
        for (int[] choice : choices) {
            scores.add(score(shared, choice));
        }
        return scores;
    }

    private ChoiceScore score(Prefix shared, int[] choice) {
        if (choice.length == 0) {
            throw new IllegalArgumentException("a choice must hold at least one token");
        }
        if (choice.length > maxLength) {
            throw new IllegalArgumentException(
                    "a choice of " + choice.length + " tokens is longer than max_length " + maxLength);
        }
        LogProbabilities first = shared.next(Math.min(shared.context.length, maxLength + 1 - choice.length));
        double sum = first.of(0, choice[0]);
        boolean greedy = first.isFirstChoice(0, choice[0]);
        if (choice.length > 1) {
            int length = shared.session.length();
            Matrix logits = shared.session.appendAll(Arrays.copyOf(choice, choice.length - 1));
            LogProbabilities rest = new LogProbabilities(model.kernels(), logits);
            shared.session.truncate(length);
            for (int i = 1; i < choice.length; i++) {
                sum += rest.of(i - 1, choice[i]);
                greedy &= rest.isFirstChoice(i - 1, choice[i]);
            }
        }
        return new ChoiceScore(sum, choice.length, greedy);
    }

    /// The end of the context that fits; computed again only when another choice leaves more or less room.
    private final class Prefix {

        private final Session session;
        private final int[] context;
        private int kept;
        private LogProbabilities next = new LogProbabilities(model.kernels(), Matrix.zeros(0, 0));

        Prefix(Session session, int[] context) {
            this.session = session;
            this.context = context;
        }

        /// The probabilities of what follows the last `tokens` tokens of the context.
        LogProbabilities next(int tokens) {
            if (tokens != kept) {
                session.truncate(0);
                int[] end = Arrays.copyOfRange(context, context.length - tokens, context.length);
                next = LogProbabilities.of(model.kernels(), session.append(end));
                kept = tokens;
            }
            return next;
        }
    }
}
