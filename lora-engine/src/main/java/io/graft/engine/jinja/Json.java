package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The text of Python's `json.dumps`, as `tojson` of transformers calls it.
final class Json {

    private final StringBuilder text = new StringBuilder();
    private final boolean ascii;
    private final boolean sorted;
    private final boolean lines;
    private final String indent;
    private final String comma;
    private final String colon;

    private Json(Given given) {
        Object wanted = given.get("indent", None.NONE);
        this.ascii = given.flag("ensure_ascii", false);
        this.sorted = given.flag("sort_keys", false);
        this.lines = wanted != None.NONE;
        this.indent =
                wanted instanceof String spaces ? spaces : " ".repeat(Math.clamp(given.number("indent", 0), 0, 64));
        List<Object> separators =
                given.has("separators") ? Values.list(given.get("separators")) : List.of(lines ? "," : ", ", ": ");
        this.comma = PythonText.str(separators.get(0));
        this.colon = PythonText.str(separators.get(1));
    }

    /// @param given `ensure_ascii`, `indent`, `separators`, `sort_keys`
    static String of(Object value, Given given) {
        Json json = new Json(given);
        json.write(value, 0);
        return json.text.toString();
    }

    private void write(Object value, int level) {
        switch (value) {
            case None _ -> text.append("null");
            case Boolean flag -> text.append(flag);
            case Long number -> text.append(number);
            case Double number -> text.append(decimal(number));
            case String string -> string(string);
            case Map<?, ?> map -> map(map, level);
            case List<?> list -> list(list, level);
            case Tuple tuple -> list(tuple.values(), level);
            default ->
                throw new TemplateException("Object of type " + Values.type(value) + " is not JSON serializable");
        }
    }

    private static String decimal(double number) {
        return Double.isNaN(number)
                ? "NaN"
                : Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : PythonText.decimal(number);
    }

    private void map(Map<?, ?> map, int level) {
        Map<String, Object> entries = new TreeMap<>(PythonText::order);
        List<String> keys = new ArrayList<>();
        map.forEach((key, value) -> {
            keys.add(key(key));
            entries.put(key(key), value);
        });
        text.append('{');
        Iterator<String> names = sorted ? entries.keySet().iterator() : keys.iterator();
        while (names.hasNext()) {
            String name = names.next();
            line(level + 1);
            string(name);
            text.append(colon);
            write(Objects.requireNonNull(entries.get(name)), level + 1);
            text.append(names.hasNext() ? comma : "");
        }
        close(map.isEmpty(), level, '}');
    }

    private static String key(Object key) {
        return switch (key) {
            case String name -> name;
            case None _ -> "null";
            case Boolean flag -> flag.toString();
            case Long number -> number.toString();
            case Double number -> decimal(number);
            default ->
                throw new TemplateException("keys must be str, int, float, bool or None, not " + Values.type(key));
        };
    }

    private void list(List<?> list, int level) {
        text.append('[');
        Iterator<?> values = list.iterator();
        while (values.hasNext()) {
            Object value = values.next();
            line(level + 1);
            write(value, level + 1);
            text.append(values.hasNext() ? comma : "");
        }
        close(list.isEmpty(), level, ']');
    }

    private void close(boolean empty, int level, char bracket) {
        if (!empty) {
            line(level);
        }
        text.append(bracket);
    }

    private void line(int level) {
        if (lines) {
            text.append('\n').append(indent.repeat(level));
        }
    }

    private void string(String string) {
        text.append('"');
        string.chars().forEach(c -> character((char) c));
        text.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            default -> {
                if (c < ' ' || (ascii && c > '~')) {
                    text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
