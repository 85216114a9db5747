package io.graft.engine.check;

import java.util.Locale;

/// What one comparison with a recorded result shows.
///
/// @param name       where the recorded result is: a model, a run, a tokenizer
/// @param quantity   what was compared
/// @param difference the worst difference found; how many differ where only equality counts; not a number where
///                   nothing could be compared
/// @param tolerance  the largest difference that is still right
/// @param reason     what is wrong, or why nothing was compared; empty where all is well
public record CaseResult(
        String name, String quantity, double difference, double tolerance, Verdict verdict, String reason) {

    /// What follows from the comparison.
    public enum Verdict {
        /// The difference is within the tolerance.
        WITHIN,
        /// The difference is larger than the tolerance.
        OUTSIDE,
        /// Nothing could be compared: a file or an option is not known, or the engine refused.
        FAILED,
        /// Not the engine's concern; does not count.
        SKIPPED
    }

    static CaseResult compared(String name, String quantity, double difference, double tolerance) {
        boolean within = difference <= tolerance; // false for what is not a number
        return new CaseResult(name, quantity, difference, tolerance, within ? Verdict.WITHIN : Verdict.OUTSIDE, "");
    }

    static CaseResult failed(String name, String quantity, String reason) {
        return new CaseResult(name, quantity, Double.NaN, 0, Verdict.FAILED, reason);
    }

    static CaseResult skipped(String name, String reason) {
        return new CaseResult(name, "", Double.NaN, 0, Verdict.SKIPPED, reason);
    }

    CaseResult because(String why) {
        return new CaseResult(name, quantity, difference, tolerance, verdict, why);
    }

    public boolean passed() {
        return verdict == Verdict.WITHIN;
    }

    /// Whether this is one of the cases that are counted.
    public boolean counts() {
        return verdict != Verdict.SKIPPED;
    }

    /// Name and quantity.
    public String title() {
        return quantity.isEmpty() ? name : name + " " + quantity;
    }

    /// One line for people: verdict, title, worst difference, tolerance, reason.
    public String line() {
        String numbers = switch (verdict) {
            case WITHIN, OUTSIDE ->
                String.format(Locale.ROOT, "worst %8s  tolerance %s", number(difference), number(tolerance));
            case FAILED, SKIPPED -> "";
        };
        String tail = reason.isEmpty() ? numbers : (numbers + "  " + reason).strip();
        return String.format(Locale.ROOT, "%-7s  %-68s  %s", verdict.name().toLowerCase(Locale.ROOT), title(), tail)
                .stripTrailing();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.1e", value);
    }
}
