package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Filters of lists and whatever else can be walked through.
final class SequenceFilters {

    private SequenceFilters() {}

    static void add(Map<String, Routine> table) {
        for (String name : List.of("length", "count")) {
            Routine.add(table, name, "", (value, _) -> Values.length(value));
        }
        Routine.add(table, "list", "", (value, _) -> Values.list(value));
        Routine.add(table, "first", "", (value, _) -> end(value, "first"));
        Routine.add(table, "last", "", (value, _) -> end(value, "last"));
        Routine.add(table, "reverse", "", (value, _) -> reversed(value));
        Routine.add(table, "items", "", (value, _) -> items(value));
        Routine.add(table, "join", "d attribute", SequenceFilters::joined);
        Routine.add(table, "sum", "attribute start", SequenceFilters::sum);
        Routine.add(table, "batch", "linecount fill_with", SequenceFilters::batches);
        Routine.add(table, "sort", "reverse case_sensitive attribute", SequenceFilters::sorted);
        Routine.add(table, "dictsort", "case_sensitive by reverse", SequenceFilters::sortedItems);
        Routine.add(table, "unique", "case_sensitive attribute", SequenceFilters::unique);
        Routine.add(table, "groupby", "attribute default case_sensitive", SequenceFilters::groups);
        Routine.add(table, "min", "case_sensitive attribute", (value, given) -> extreme(value, given, 1));
        Routine.add(table, "max", "case_sensitive attribute", (value, given) -> extreme(value, given, -1));
    }

    private static Object end(Object value, String which) {
        if (which.equals("last") && value instanceof Generator) {
            throw new TemplateException("'generator' object is not reversible");
        }
        List<Object> values = Values.list(value);
        if (values.isEmpty()) {
            return new Undefined("No " + which + " item, sequence was empty.");
        }
        return which.equals("first") ? values.getFirst() : values.getLast();
    }

    private static Object reversed(Object value) {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        return new Generator(Values.list(value).reversed());
    }

    private static Object items(Object value) {
        return switch (value) {
            case Map<?, ?> map -> new Generator(CollectionMethods.items(map));
            case Undefined _ -> new Generator(List.of());
            default -> throw new TemplateException("Can only get item pairs from a mapping.");
        };
    }

    private static Object joined(Object value, Given given) {
        Function<Object, Object> attribute = attribute(given);
        return Values.list(value).stream()
                .map(attribute)
                .map(PythonText::str)
                .collect(Collectors.joining(PythonText.str(given.get("d", ""))));
    }

    private static Object sum(Object value, Given given) {
        Object sum = given.get("start", 0L);
        for (Object part : Values.list(value)) {
            sum = Arithmetic.apply("+", sum, attribute(given).apply(part));
        }
        return sum;
    }

    private static Object batches(Object value, Given given) {
        int size = (int) Math.max(1, given.number("linecount", 1));
        List<Object> values = Values.list(value);
        List<Object> batches = new ArrayList<>();
        for (int i = 0; i < values.size(); i += size) {
            List<Object> batch = new ArrayList<>(values.subList(i, Math.min(i + size, values.size())));
            while (given.has("fill_with") && batch.size() < size) {
                batch.add(given.get("fill_with"));
            }
            batches.add(batch);
        }
        return new Generator(batches);
    }

    private static Object sorted(Object value, Given given) {
        List<Object> values = Values.list(value);
        List<String> names = given.has("attribute") && given.get("attribute") instanceof String paths
                ? List.of(paths.split(",", -1))
                : List.of();
        Function<Object, Object> key = names.size() < 2
                ? item -> lower(attribute(given).apply(item), given)
                : item -> Tuple.of(names.stream()
                        .map(name -> lower(Members.path(item, name), given))
                        .toList());
        values.sort(order(key, given));
        return values;
    }

    private static Object sortedItems(Object value, Given given) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new TemplateException("dictsort takes a dictionary, not a " + Values.type(value));
        }
        int by = given.text("by", "key").equals("key") ? 0 : 1;
        List<Object> items = CollectionMethods.items(map);
        items.sort(order(item -> lower(((Tuple) item).values().get(by), given), given));
        return items;
    }

    /// Equal values keep their order, also backwards.
    private static Comparator<Object> order(Function<Object, Object> key, Given given) {
        Comparator<Object> order = (a, b) -> Values.order(key.apply(a), key.apply(b), "<");
        return given.flag("reverse", false) ? order.reversed() : order;
    }

    private static Object unique(Object value, Given given) {
        List<Object> seen = new ArrayList<>();
        List<Object> unique = new ArrayList<>();
        for (Object item : Values.list(value)) {
            Object key = lower(attribute(given).apply(item), given);
            if (seen.stream().noneMatch(other -> Values.equal(key, other))) {
                seen.add(key);
                unique.add(item);
            }
        }
        return new Generator(unique);
    }

    private static Object groups(Object value, Given given) {
        Function<Object, Object> key =
                item -> Members.path(item, given.get("attribute"), given.get("default", None.NONE));
        List<Object> values = Values.list(value);
        values.sort((a, b) -> Values.order(lower(key.apply(a), given), lower(key.apply(b), given), "<"));
        List<Object> groups = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            group.add(values.get(i));
            Object mine = key.apply(values.get(i));
            boolean last = i + 1 == values.size()
                    || !Values.equal(lower(mine, given), lower(key.apply(values.get(i + 1)), given));
            if (last) {
                groups.add(new Tuple(List.of(key.apply(group.getFirst()), group), List.of("grouper", "list")));
                group = new ArrayList<>();
            }
        }
        return groups;
    }

    /// @param sign 1 for the least, -1 for the greatest
    private static Object extreme(Object value, Given given, int sign) {
        List<Object> values = Values.list(value);
        if (values.isEmpty()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Function<Object, Object> key = item -> lower(attribute(given).apply(item), given);
        Object best = values.getFirst();
        for (Object item : values) {
            if (Values.order(key.apply(item), key.apply(best), "<") * sign < 0) {
                best = item;
            }
        }
        return best;
    }

    private static Function<Object, Object> attribute(Given given) {
        return given.has("attribute") ? item -> Members.path(item, given.get("attribute")) : Function.identity();
    }

    /// Large and small letters count alike unless that is asked for.
    private static Object lower(Object key, Given given) {
        return key instanceof String text && !given.flag("case_sensitive", false) ? text.toLowerCase(Locale.ROOT) : key;
    }
}
