package io.graft.engine.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What comes after `|`: filters of Jinja by name, with the names that their parameters have there.
final class Filters {

    private static final Map<String, Routine> TABLE = table();

    private Filters() {}

    /// @throws TemplateException if there is no such filter
    static Routine named(String name) {
        Routine filter = TABLE.get(name);
        if (filter == null) {
            throw new TemplateException(
                    "No filter named '" + name + "'. These are known here: " + new TreeSet<>(TABLE.keySet()));
        }
        return filter;
    }

    static boolean known(String name) {
        return TABLE.containsKey(name);
    }

    private static Map<String, Routine> table() {
        Map<String, Routine> table = new HashMap<>();
        values(table);
        numbers(table);
        TextFilters.add(table);
        SequenceFilters.add(table);
        ChoiceFilters.add(table);
        return Map.copyOf(table);
    }

    private static void values(Map<String, Routine> table) {
        for (String name : List.of("default", "d")) {
            Routine.add(table, name, "default_value boolean", Filters::otherwise);
        }
        Routine.add(table, "attr", "name", (value, given) -> {
            Object found = Members.attribute(value, given.text("name"));
            return value instanceof Map && !(found instanceof Invocable)
                    ? Undefined.member(value, given.get("name"))
                    : found;
        });
        Routine.add(table, "string", "", (value, _) -> PythonText.str(value));
        Routine.add(table, "safe", "", (value, _) -> PythonText.str(value));
        Routine.add(table, "tojson", "ensure_ascii indent separators sort_keys", Json::of);
    }

    private static Object otherwise(Object value, Given given) {
        boolean wanted = value instanceof Undefined || (given.flag("boolean", false) && !Values.truth(value));
        return wanted ? given.get("default_value", "") : value;
    }

    private static void numbers(Map<String, Routine> table) {
        Routine.add(
                table, "abs", "", (value, _) -> Values.order(value, 0L, "<") < 0 ? Arithmetic.negative(value) : value);
        Routine.add(table, "int", "default base", Filters::integer);
        Routine.add(table, "float", "default", Filters::decimal);
        Routine.add(table, "round", "precision method", Filters::round);
    }

    private static Object integer(Object value, Given given) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        try {
            return switch (value) {
                case String text -> Long.parseLong(text.strip().replace("_", ""), (int) given.number("base", 10));
                case Double number when Double.isFinite(number) -> (Object) (long) (double) number;
                default -> Values.integer(value);
            };
        } catch (NumberFormatException | TemplateException e) {
            Object number =
                    value instanceof String ? decimal(value, new Given("float", Map.of("default", "none"))) : value;
            boolean finite = number instanceof Double decimal && Double.isFinite(decimal);
            return finite ? (Object) (long) Arithmetic.decimal(number) : given.get("default", 0L);
        }
    }

    private static Object decimal(Object value, Given given) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        try {
            return value instanceof String text ? Double.parseDouble(text) : (Object) Arithmetic.decimal(value);
        } catch (NumberFormatException | TemplateException e) {
            return given.get("default", 0.0);
        }
    }

    /// Whole numbers stay whole with the method `common`, as Python's `round` has it.
    private static Object round(Object value, Given given) {
        int digits = (int) given.number("precision", 0);
        String method = given.text("method", "common");
        if (!(value instanceof Double) && method.equals("common")) {
            return rounded(BigDecimal.valueOf(Values.integer(value)), Math.min(digits, 0))
                    .longValueExact();
        }
        double number = Arithmetic.decimal(value);
        double scale = Math.pow(10, digits);
        return switch (method) {
            case "common" ->
                Math.copySign(rounded(new BigDecimal(number), digits).doubleValue(), number);
            case "ceil" -> Math.ceil(number * scale) / scale;
            case "floor" -> Math.floor(number * scale) / scale;
            default -> throw new TemplateException("method must be common, ceil or floor");
        };
    }

    private static BigDecimal rounded(BigDecimal number, int digits) {
        return number.setScale(digits, RoundingMode.HALF_EVEN);
    }
}
