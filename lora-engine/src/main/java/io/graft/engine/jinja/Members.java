package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What belongs to a value: `a.b`, `a[b]` and `a[b:c]`. An attribute is a method first and an entry of a dictionary
/// then, a subscript the other way round.
final class Members {

    private static final Set<String> CHANGES = Set.of(
            "append",
            "extend",
            "insert",
            "pop",
            "remove",
            "clear",
            "sort",
            "reverse",
            "update",
            "setdefault",
            "popitem");

    private Members() {}

    static Object attribute(Object base, String name) {
        Object own = own(base, name);
        Object entry = own instanceof Undefined && base instanceof Map<?, ?> map ? map.get(name) : null;
        return entry == null ? own : entry;
    }

    static Object item(Object base, Object given) {
        Object key = given instanceof Boolean flag && !(base instanceof Map) ? (Object) (flag ? 1L : 0L) : given;
        Object found = switch (base) {
            case Map<?, ?> map -> entry(map, key);
            case List<?> list when key instanceof Long at -> at(list, at);
            case Tuple tuple when key instanceof Long at -> at(tuple.values(), at);
            case Range range when key instanceof Long at -> at(range.values(), at);
            case String text when key instanceof Long at -> at(Values.list(text), at);
            case Undefined undefined -> throw undefined.error();
            default -> new Undefined("");
        };
        if (!(found instanceof Undefined)) {
            return found;
        }
        return key instanceof String name ? own(base, name) : Undefined.member(base, key);
    }

    private static Object entry(Map<?, ?> map, Object key) {
        Object value = map.get(key);
        return value == null ? new Undefined("") : value;
    }

    private static Object at(List<?> values, long index) {
        long place = index < 0 ? index + values.size() : index;
        return place >= 0 && place < values.size() ? values.get((int) place) : new Undefined("");
    }

    private static Object own(Object base, String name) {
        return switch (base) {
            case Undefined undefined -> throw undefined.error();
            case Namespace namespace -> namespace.get(name);
            case Loop loop -> loop.get(name);
            case Tuple tuple
            when tuple.names().contains(name) ->
                tuple.values().get(tuple.names().indexOf(name));
            case String text -> method(StringMethods.TABLE, text, name);
            case Map<?, ?> map -> method(CollectionMethods.OF_MAPS, map, name);
            case List<?> list -> method(CollectionMethods.OF_LISTS, list, name);
            case Tuple tuple -> method(CollectionMethods.OF_LISTS, tuple, name);
            default -> Undefined.member(base, name);
        };
    }

    private static Object method(Map<String, Routine> table, Object base, String name) {
        Routine routine = table.get(name);
        if (routine != null) {
            return (Invocable) arguments -> routine.apply(base, arguments);
        }
        if (CHANGES.contains(name)
                && !(base instanceof String)
                && !(base instanceof Map<?, ?> map && map.containsKey(name))) {
            return (Invocable) _ -> {
                throw new TemplateException(
                        "access to attribute '" + name + "' of '" + Values.type(base) + "' object is unsafe.");
            };
        }
        return Undefined.member(base, name);
    }

    /// @param bounds start, end and step, each a number or [None]
    static Object slice(Object base, List<Object> bounds) {
        if (base instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!(base instanceof String || base instanceof List<?> || base instanceof Tuple || base instanceof Range)) {
            return Undefined.member(base, None.NONE);
        }
        List<Object> values = Values.list(base);
        long step = bounds.get(2) == None.NONE ? 1 : Values.integer(bounds.get(2));
        if (step == 0) {
            throw new TemplateException("slice step cannot be zero");
        }
        int size = values.size();
        long first = bound(bounds.get(0), step > 0 ? 0 : size - 1, size, step);
        long end = bound(bounds.get(1), step > 0 ? size : -1, size, step);
        List<Object> part = new ArrayList<>();
        for (long i = first; step > 0 ? i < end : i > end; i += step) {
            part.add(values.get((int) i));
        }
        return switch (base) {
            case Range range ->
                Range.of(range.start() + first * range.step(), range.start() + end * range.step(), range.step() * step);
            case String _ ->
                String.join("", part.stream().map(String.class::cast).toList());
            case Tuple _ -> Tuple.of(part);
            default -> part;
        };
    }

    private static long bound(Object bound, long otherwise, int size, long step) {
        if (bound == None.NONE) {
            return otherwise;
        }
        long place = Values.integer(bound);
        long counted = place < 0 ? place + size : place;
        return step > 0 ? Math.clamp(counted, 0, size) : Math.clamp(counted, -1, size - 1);
    }

    /// A path such as `function.name` of a filter's `attribute`: subscripts, whole numbers among them.
    static Object path(Object base, Object path) {
        return path(base, path, None.NONE);
    }

    /// @param otherwise stands for each part of the path that is not there; nothing if it is [None]
    static Object path(Object base, Object path, Object otherwise) {
        List<Object> keys = path instanceof String names
                ? Stream.of(names.split("\\.", -1)).map(Members::key).toList()
                : List.of(path);
        Object value = base;
        for (Object key : keys) {
            Object found = item(value, key);
            value = found instanceof Undefined && otherwise != None.NONE ? otherwise : found;
        }
        return value;
    }

    private static Object key(String name) {
        return name.matches("\\d+") ? (Object) Long.valueOf(name) : name;
    }
}
