package io.graft.cli.engine;

import io.graft.engine.generation.ChoiceScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A question whose choices have scores.
///
/// @param best     the likeliest choice
/// @param bestNorm the likeliest by character, as `acc_norm` of lm-evaluation-harness counts
/// @param answer   the right choice, where it is known
record ScoredRow(
        int line,
        List<Choice> choices,
        String best,
        String bestNorm,
        @Nullable String answer) {

    /// @param logLikelihood sum over its tokens, in nats
    /// @param greedy        whether every token of it is the model's first choice
    record Choice(String text, double logLikelihood, int tokens, boolean greedy) {

        /// Per character, a leading space not counted.
        double perCharacter() {
            int characters = text.startsWith(" ") ? text.length() - 1 : text.length();
            return logLikelihood / Math.max(1, characters);
        }
    }

    static ScoredRow of(ChoiceRow row, List<ChoiceScore> scores) {
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            ChoiceScore score = scores.get(i);
            choices.add(new Choice(row.choices().get(i), score.logLikelihood(), score.tokens(), score.greedy()));
        }
        String answer = row.answer() == null ? null : row.choices().get(row.answer());
        return new ScoredRow(
                row.line(), choices, best(choices, Choice::logLikelihood), best(choices, Choice::perCharacter), answer);
    }

    /// The first of the best.
    private static String best(List<Choice> choices, ToDoubleFunction<Choice> score) {
        return choices.stream()
                .max(Comparator.comparingDouble(score))
                .orElseThrow()
                .text();
    }
}
