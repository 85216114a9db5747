package io.graft.training.run;

import io.graft.contracts.ProblemDetail.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with the fields of a body, each with its path and what would be right.
final class FieldChecks {

    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    void add(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    void require(boolean right, String field, String message) {
        if (!right) {
            add(field, message);
        }
    }

    void atLeast(String field, @Nullable Number value, long least) {
        if (value != null && value.longValue() < least) {
            add(field, "must be at least " + least + ", is " + value);
        }
    }

    /// Both ends allowed.
    void between(String field, @Nullable Number value, double least, double most) {
        if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            add(field, "must be from " + plain(least) + " to " + plain(most) + ", is " + value);
        }
    }

    void above(String field, @Nullable Double value, double bound) {
        if (value != null && !(value > bound && Double.isFinite(value))) {
            add(field, "must be greater than " + plain(bound) + ", is " + value);
        }
    }

    void notNegative(String field, @Nullable Double value) {
        if (value != null && !(value >= 0 && Double.isFinite(value))) {
            add(field, "must be at least 0, is " + value);
        }
    }

    void oneOf(String field, @Nullable String value, Collection<String> valid) {
        if (value != null && !valid.contains(value)) {
            add(field, "must be " + either(valid) + ", is " + value);
        }
    }

    private static String either(Collection<String> valid) {
        return valid.size() == 1 ? valid.iterator().next() : "one of " + String.join(", ", valid);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
