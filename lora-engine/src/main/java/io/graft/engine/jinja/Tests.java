package io.graft.engine.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// What comes after `is`.
final class Tests {

    private static final Map<String, Routine> TABLE = table();

    private Tests() {}

    /// @throws TemplateException if there is no such test
    static Routine named(String name) {
        Routine test = TABLE.get(name);
        if (test == null) {
            throw new TemplateException(
                    "No test named '" + name + "'. These are known here: " + new TreeSet<>(TABLE.keySet()));
        }
        return test;
    }

    private static Map<String, Routine> table() {
        Map<String, Routine> table = new HashMap<>();
        types(table);
        Routine.add(table, "defined", "", (value, _) -> !(value instanceof Undefined));
        Routine.add(table, "undefined", "", (value, _) -> value instanceof Undefined);
        Routine.add(table, "odd", "", (value, _) -> Math.floorMod(Values.integer(value), 2) == 1);
        Routine.add(table, "even", "", (value, _) -> Math.floorMod(Values.integer(value), 2) == 0);
        Routine.add(table, "divisibleby", "num", (value, given) -> {
            Object rest = Arithmetic.apply("%", value, given.get("num"));
            return Values.equal(rest, 0L);
        });
        Routine.add(table, "lower", "", (value, _) -> cased(value, true));
        Routine.add(table, "upper", "", (value, _) -> cased(value, false));
        Routine.add(table, "sameas", "other", (value, given) -> same(value, given.get("other")));
        Routine.add(table, "in", "seq", (value, given) -> Values.contains(given.get("seq"), value));
        Routine.add(table, "filter", "", (value, _) -> Filters.known(PythonText.str(value)));
        Routine.add(table, "test", "", (value, _) -> TABLE.containsKey(PythonText.str(value)));
        compare(table, "==", "eq", "equalto", "==");
        compare(table, "!=", "ne", "!=");
        compare(table, "<", "lt", "lessthan", "<");
        compare(table, "<=", "le", "<=");
        compare(table, ">", "gt", "greaterthan", ">");
        compare(table, ">=", "ge", ">=");
        return Map.copyOf(table);
    }

    private static void types(Map<String, Routine> table) {
        Routine.add(table, "none", "", (value, _) -> value == None.NONE);
        Routine.add(table, "boolean", "", (value, _) -> value instanceof Boolean);
        Routine.add(table, "true", "", (value, _) -> value.equals(true));
        Routine.add(table, "false", "", (value, _) -> value.equals(false));
        Routine.add(table, "integer", "", (value, _) -> value instanceof Long);
        Routine.add(table, "float", "", (value, _) -> value instanceof Double);
        Routine.add(table, "number", "", (value, _) -> Arithmetic.number(value));
        Routine.add(table, "string", "", (value, _) -> value instanceof String);
        Routine.add(table, "mapping", "", (value, _) -> value instanceof Map);
        Routine.add(table, "iterable", "", (value, _) -> Values.iterable(value));
        Routine.add(
                table,
                "sequence",
                "",
                (value, _) -> value instanceof String
                        || value instanceof List
                        || value instanceof Map
                        || value instanceof Tuple
                        || value instanceof Range
                        || value instanceof Undefined);
        Routine.add(table, "callable", "", (value, _) -> value instanceof Invocable);
    }

    private static void compare(Map<String, Routine> table, String sign, String... names) {
        for (String name : names) {
            Routine.add(
                    table,
                    name,
                    "other",
                    (value, given) -> Expression.Comparison.holds(sign, value, given.get("other")));
        }
    }

    private static boolean cased(Object value, boolean lower) {
        String text = PythonText.str(value);
        boolean letters = !text.toLowerCase(Locale.ROOT).equals(text.toUpperCase(Locale.ROOT));
        return letters && text.equals(lower ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT));
    }

    /// Whether two are one: for `True`, `False`, `None`, and for lists and dictionaries of one place.
    @SuppressWarnings("ReferenceEquality") // identity is what is asked for
    private static boolean same(Object value, Object other) {
        return value == other || ((value instanceof Boolean || value instanceof Long) && value.equals(other));
    }
}
