package io.graft.engine.check;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts what is not equal and remembers the first.
final class Mismatches {

    private static final int SHOWN = 120;

    private int count;
    private @Nullable String first;

    int count() {
        return count;
    }

    Optional<String> first() {
        return Optional.ofNullable(first);
    }

    /// @param place what is compared, for people
    Mismatches add(String place, Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            found(place, String.valueOf(actual), String.valueOf(expected));
        }
        return this;
    }

    Mismatches add(String place, int[] actual, int[] expected) {
        if (!Arrays.equals(actual, expected)) {
            found(place, Arrays.toString(actual), Arrays.toString(expected));
        }
        return this;
    }

    private void found(String place, String actual, String expected) {
        count++;
        if (first == null) {
            int from = Math.max(0, firstDifference(actual, expected) - SHOWN / 3);
            first = place + ": is " + shown(actual, from) + ", should be " + shown(expected, from);
        }
    }

    private static int firstDifference(String one, String other) {
        int place = 0;
        while (place < Math.min(one.length(), other.length()) && one.charAt(place) == other.charAt(place)) {
            place++;
        }
        return place;
    }

    private static String shown(String text, int from) {
        int end = Math.min(text.length(), from + SHOWN);
        String part = text.substring(Math.min(from, end), end).replace("\n", "\\n");
        return (from > 0 ? "…" : "") + part + (end < text.length() ? "…" : "");
    }
}
