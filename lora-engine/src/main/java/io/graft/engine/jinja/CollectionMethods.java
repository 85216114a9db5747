package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Methods of Python's dictionaries, lists and tuples that change nothing.
final class CollectionMethods {

    static final Map<String, Routine> OF_MAPS = ofMaps();
    static final Map<String, Routine> OF_LISTS = ofLists();

    private CollectionMethods() {}

    private static Map<String, Routine> ofMaps() {
        Map<String, Routine> table = new HashMap<>();
        Routine.add(table, "items", "", (map, _) -> new View("dict_items", items(map)));
        Routine.add(table, "keys", "", (map, _) -> new View("dict_keys", Values.list(map)));
        Routine.add(
                table, "values", "", (map, _) -> new View("dict_values", new ArrayList<>(((Map<?, ?>) map).values())));
        Routine.add(table, "get", "key default", (map, given) -> {
            Object value = ((Map<?, ?>) map).get(given.get("key"));
            return value == null ? given.get("default", None.NONE) : value;
        });
        Routine.add(table, "copy", "", (map, _) -> new LinkedHashMap<>((Map<?, ?>) map));
        return Map.copyOf(table);
    }

    private static Map<String, Routine> ofLists() {
        Map<String, Routine> table = new HashMap<>();
        Routine.add(table, "index", "value", (list, given) -> index(Values.list(list), given.get("value")));
        Routine.add(
                table,
                "count",
                "value",
                (list, given) -> Values.list(list).stream()
                        .filter(value -> Values.equal(value, given.get("value")))
                        .count());
        Routine.add(table, "copy", "", (list, _) -> Values.list(list));
        return Map.copyOf(table);
    }

    /// Pairs of key and value.
    static List<Object> items(Object map) {
        List<Object> items = new ArrayList<>();
        ((Map<?, ?>) map).forEach((key, value) -> items.add(Tuple.of(key, value)));
        return items;
    }

    private static long index(List<Object> list, Object value) {
        for (int i = 0; i < list.size(); i++) {
            if (Values.equal(list.get(i), value)) {
                return i;
            }
        }
        throw new TemplateException(PythonText.repr(value) + " is not in list");
    }
}
