package io.graft.localstack.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Who stops before whom.
public final class StopOrder {

    private StopOrder() {}

    /// The components in groups: those of one group may stop at the same time, since none of them is needed by
    /// another of the group or of a later one.
    public static List<List<Component>> of(List<Component> components) {
        List<List<Component>> groups = new ArrayList<>();
        List<Component> left = List.copyOf(components);
        while (!left.isEmpty()) {
            Set<String> needed = left.stream()
                    .flatMap(component -> component.needs().stream())
                    .collect(Collectors.toSet());
            List<Component> group = left.stream()
                    .filter(component -> !needed.contains(component.name()))
                    .toList();
            if (group.isEmpty()) {
                throw new IllegalStateException("components need each other in a circle: " + needed);
            }
            groups.add(group);
            left = left.stream().filter(component -> !group.contains(component)).toList();
        }
        return groups;
    }
}
