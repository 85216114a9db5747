package io.graft.cli.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All scores of a file.
///
/// @param count        rows
/// @param answered     rows whose right choice is known
/// @param accuracy     share of those whose likeliest choice is right; null without any
/// @param accuracyNorm the same by [ScoredRow#bestNorm()]
record ScoreReport(
        int count,
        int answered,
        @Nullable Double accuracy,
        @Nullable Double accuracyNorm,
        List<ScoredRow> rows) {

    static ScoreReport of(List<ScoredRow> rows) {
        List<ScoredRow> answered =
                rows.stream().filter(row -> row.answer() != null).toList();
        return new ScoreReport(
                rows.size(),
                answered.size(),
                share(answered, ScoredRow::best),
                share(answered, ScoredRow::bestNorm),
                rows);
    }

    private static @Nullable Double share(List<ScoredRow> answered, Function<ScoredRow, String> guess) {
        long right = answered.stream()
                .filter(row -> Objects.equals(guess.apply(row), row.answer()))
                .count();
        return answered.isEmpty() ? null : (double) right / answered.size();
    }

    @JsonIgnore
    String accuracyText() {
        return answered == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %d with an answer: accuracy %.4f, by character %.4f",
                        answered,
                        accuracy,
                        accuracyNorm);
    }
}
