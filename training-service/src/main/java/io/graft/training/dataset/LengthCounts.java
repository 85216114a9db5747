package io.graft.training.dataset;

import io.graft.contracts.training.TrainingApi.TextLengths;
import java.util.Map;
import java.util.TreeMap;

/// How long the inputs are: exact figures without keeping every length.
final class LengthCounts {

    private final TreeMap<Integer, Long> counts = new TreeMap<>(); // length in characters -> rows
    private long rows;
    private long characters;

    void add(String text) {
        counts.merge(text.length(), 1L, Long::sum);
        rows++;
        characters += text.length();
    }

    TextLengths summary() {
        if (rows == 0) {
            return new TextLengths(0, 0, 0, 0);
        }
        return new TextLengths(counts.firstKey(), (double) characters / rows, percentile(95), counts.lastKey());
    }

    /// The smallest length that at least so many percent of the rows do not exceed.
    private int percentile(int percent) {
        long rank = (rows * percent + 99) / 100;
        long seen = 0;
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            seen += entry.getValue();
            if (seen >= rank) {
                return entry.getKey();
            }
        }
        return counts.lastKey();
    }
}
