package io.graft.engine.adapter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The shortest ends of names that still tell modules from all others. PEFT writes them instead of a long list of full
/// names.
final class ShortNames {

    /// From so many names on PEFT looks for shorter ones.
    private static final int MANY = 20;

    private ShortNames() {}

    /// @param names  of the modules that are meant, in full or their ends
    /// @param others full names of all other modules
    static Set<String> of(Set<String> names, Set<String> others) {
        if (names.size() < MANY) {
            return names;
        }
        Set<String> taken = new TreeSet<>();
        others.forEach(other -> taken.addAll(ends(other)));
        Set<String> chosen = new TreeSet<>();
        for (List<String> ends : shortestFirst(names)) {
            String name = ends.getLast();
            if (chosen.stream().noneMatch(end -> name.endsWith("." + end))) {
                ends.stream().filter(end -> !taken.contains(end)).findFirst().ifPresent(chosen::add);
            }
        }
        return chosen.size() < names.size() ? chosen : names;
    }

    private static List<List<String>> shortestFirst(Set<String> names) {
        Comparator<List<String>> byEnds = (left, right) -> {
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                int order = left.get(i).compareTo(right.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(left.size(), right.size());
        };
        return names.stream().map(ShortNames::ends).sorted(byEnds).toList();
    }

    /// `c`, `b.c`, `a.b.c` of `a.b.c`.
    private static List<String> ends(String name) {
        List<String> ends = new ArrayList<>();
        for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot - 1)) {
            ends.add(name.substring(dot + 1));
        }
        ends.add(name);
        return ends;
    }
}
