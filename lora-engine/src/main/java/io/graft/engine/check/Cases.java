package io.graft.engine.check;

import java.io.IOException;
import java.util.function.Consumer;

/// Passes results on under a common name.
///
/// @param name of what is checked
record Cases(String name, Consumer<CaseResult> results) {

    /// A comparison that reports its own results.
    @FunctionalInterface
    interface Comparison {
        void run() throws IOException;
    }

    /// Cases of a part of what is checked.
    Cases part(String part) {
        return new Cases(name + "/" + part, results);
    }

    void compare(String quantity, double difference, double tolerance) {
        results.accept(CaseResult.compared(name, quantity, difference, tolerance));
    }

    void compare(String quantity, Difference difference, double tolerance) {
        compare(quantity, difference.worst(), tolerance);
    }

    /// Things that must be equal, each of them.
    void equal(String quantity, Mismatches mismatches) {
        results.accept(CaseResult.compared(name, quantity, mismatches.count(), 0)
                .because(mismatches.first().orElse("")));
    }

    void failed(String quantity, String reason) {
        results.accept(CaseResult.failed(name, quantity, reason));
    }

    void skipped(String reason) {
        results.accept(CaseResult.skipped(name, reason));
    }

    /// Runs a comparison; what it throws is the reason of a failed case, since one refusal must not hide the other
    /// results.
    void attempt(String quantity, Comparison comparison) {
        try {
            comparison.run();
        } catch (IOException | RuntimeException e) {
            failed(quantity, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
