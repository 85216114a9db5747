package io.graft.benchmarks.run;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.benchmark.BenchmarkApi.RunSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules for a run's settings.
final class SettingsCheck {

    private static final int MOST_THREADS = 256;

    private SettingsCheck() {}

    /// @param errors gets what is wrong
    static RunSettings check(@Nullable RunSettings given, List<FieldError> errors) {
        if (given == null) {
            return new RunSettings(null, null, 0, null, 0L);
        }
        atLeast(given.limit(), 1, "config.limit", errors);
        atLeast(given.parallel(), 1, "config.parallel", errors);
        if (given.parallel() != null && given.parallel() > MOST_THREADS) {
            errors.add(
                    new FieldError("config.parallel", "must be at most " + MOST_THREADS + ", is " + given.parallel()));
        }
        if (given.timeout() != null && given.timeout() < 1) {
            errors.add(new FieldError("config.timeout", "must be at least 1 second, is " + given.timeout()));
        }
        if (given.numFewshot() != null && given.numFewshot() != 0) {
            errors.add(new FieldError(
                    "config.num_fewshot",
                    "must be 0: held-out rows are scored without examples, is " + given.numFewshot()));
        }
        return given;
    }

    private static void atLeast(@Nullable Integer value, int least, String field, List<FieldError> errors) {
        if (value != null && value < least) {
            errors.add(new FieldError(field, "must be at least " + least + ", is " + value));
        }
    }
}
