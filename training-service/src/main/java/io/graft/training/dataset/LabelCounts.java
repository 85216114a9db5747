package io.graft.training.dataset;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How often each label occurs.
final class LabelCounts {

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String label) {
        counts.merge(label, 1L, Long::sum);
    }

    int different() {
        return counts.size();
    }

    /// Sorted by label.
    Map<String, Long> counts() {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /// Entropy of the labels divided by what it would be if all were equally frequent: 1 balanced, near 0
    /// one label only. 1 where nothing is labelled.
    double balance() {
        if (counts.isEmpty()) {
            return 1;
        }
        if (counts.size() == 1) {
            return 0;
        }
        double rows = counts.values().stream().mapToLong(Long::longValue).sum();
        double entropy = counts.values().stream()
                .mapToDouble(count -> -count / rows * Math.log(count / rows))
                .sum();
        return Math.min(1, entropy / Math.log(counts.size()));
    }
}
