package io.graft.engine.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/// Finds what somebody probably meant.
final class Nearest {

    private Nearest() {}

    /// The known name with the fewest edits to `name`; the first of them in alphabetical order.
    static String of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(other -> edits(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /// Insertions, deletions and replacements that make one text the other (Levenshtein).
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
