package io.graft.training.dataset;

import io.graft.training.dataset.Row.Labelled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives labels other names, several of them one name if asked: 150 intents become 10 domains. A label
/// that is in no group keeps its name.
record LabelNames(Map<String, String> groupByLabel) {

    LabelNames {
        groupByLabel = Map.copyOf(groupByLabel);
    }

    static LabelNames unchanged() {
        return new LabelNames(Map.of());
    }

    /// @param groups new name to the labels that get it
    /// @throws IllegalArgumentException if a label is in two groups
    static LabelNames of(Map<String, List<String>> groups) {
        Map<String, String> groupByLabel = new HashMap<>();
        groups.forEach((group, labels) -> labels.forEach(label -> {
            String other = groupByLabel.putIfAbsent(label, group);
            if (other != null && !other.equals(group)) {
                throw new IllegalArgumentException("label " + label + " is in two groups: " + other + " and " + group);
            }
        }));
        return new LabelNames(groupByLabel);
    }

    Row rename(Row row) {
        return row instanceof Labelled(String text, String label)
                ? new Labelled(text, groupByLabel.getOrDefault(label, label))
                : row;
    }
}
