package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Functions that every template has.
final class Globals {

    static final Map<String, Object> ALL = Map.of(
            "range", (Invocable) Globals::range,
            "dict", (Invocable) arguments -> new LinkedHashMap<>(entries("dict", arguments)),
            "namespace", (Invocable) arguments -> new Namespace(entries("namespace", arguments)),
            "joiner", (Invocable) Globals::joiner);

    private Globals() {}

    private static Object range(Arguments arguments) {
        List<Long> bounds = new ArrayList<>();
        arguments.positional().forEach(bound -> bounds.add(Values.integer(bound)));
        return switch (bounds.size()) {
            case 1 -> Range.of(0, bounds.get(0), 1);
            case 2 -> Range.of(bounds.get(0), bounds.get(1), 1);
            case 3 -> Range.of(bounds.get(0), bounds.get(1), bounds.get(2));
            default -> throw new TemplateException("range expected 1 to 3 arguments, got " + bounds.size());
        };
    }

    private static Map<String, Object> entries(String function, Arguments arguments) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Object more : arguments.positional()) {
            for (Object item : more instanceof Map ? CollectionMethods.items(more) : Values.list(more)) {
                List<Object> pair = Values.list(item);
                if (pair.size() != 2) {
                    throw new TemplateException(function + "() takes a dictionary, pairs, and names");
                }
                entries.put(PythonText.str(pair.getFirst()), pair.getLast());
            }
        }
        entries.putAll(arguments.named());
        return entries;
    }

    /// Nothing at the first call, a separator at the others.
    private static Object joiner(Arguments arguments) {
        String separator = arguments.bind("joiner", List.of("sep")).text("sep", ", ");
        boolean[] used = {false};
        return (Invocable) _ -> {
            boolean first = !used[0];
            used[0] = true;
            return first ? "" : separator;
        };
    }
}
