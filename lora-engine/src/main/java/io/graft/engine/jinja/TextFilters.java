package io.graft.engine.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Filters of texts. What is no text becomes one.
final class TextFilters {

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern TITLE = Pattern.compile("[^-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);

    private TextFilters() {}

    static void add(Map<String, Routine> table) {
        Routine.add(table, "upper", "", (value, _) -> PythonText.str(value).toUpperCase(Locale.ROOT));
        Routine.add(table, "lower", "", (value, _) -> PythonText.str(value).toLowerCase(Locale.ROOT));
        Routine.add(table, "capitalize", "", (value, _) -> PythonText.capitalized(PythonText.str(value)));
        Routine.add(table, "title", "", (value, _) -> title(PythonText.str(value)));
        Routine.add(table, "trim", "chars", (value, given) -> {
            Given chars = given.has("chars") ? given : new Given("strip", Map.of());
            return ((Invocable) Members.attribute(PythonText.str(value), "strip"))
                    .call(new Arguments(List.of(), chars.values()));
        });
        Routine.add(
                table,
                "replace",
                "old new count",
                (value, given) -> StringMethods.replaced(PythonText.str(value), texts(given)));
        Routine.add(table, "indent", "width first blank", (value, given) -> indented(string(value), given));
        Routine.add(table, "format", "*", (value, given) -> {
            Arguments rest = given.rest();
            Object values = rest.named().isEmpty() ? Tuple.of(rest.positional()) : rest.named();
            return PercentFormat.format(PythonText.str(value), values);
        });
        Routine.add(
                table,
                "wordcount",
                "",
                (value, _) -> WORD.matcher(PythonText.str(value)).results().count());
        Routine.add(
                table,
                "truncate",
                "length killwords end leeway",
                (value, given) -> truncated(PythonText.str(value), given));
        Routine.add(
                table,
                "center",
                "width",
                (value, given) -> ((Invocable) Members.attribute(PythonText.str(value), "center"))
                        .call(Arguments.of(given.number("width", 80))));
        for (String name : List.of("escape", "e")) {
            Routine.add(table, name, "", (value, _) -> escaped(PythonText.str(value)));
        }
    }

    /// For filters that add to a text, which what is undefined does not allow.
    private static String string(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        return PythonText.str(value);
    }

    /// What is to be replaced and by what may be of any type.
    private static Given texts(Given given) {
        Map<String, Object> values = new HashMap<>(given.values());
        values.put("old", PythonText.str(given.get("old")));
        values.put("new", PythonText.str(given.get("new")));
        return new Given(given.function(), values);
    }

    private static String title(String text) {
        return TITLE.matcher(text).replaceAll(word -> Matcher.quoteReplacement(PythonText.capitalized(word.group())));
    }

    private static String indented(String text, Given given) {
        Object width = given.get("width", 4L);
        String indent =
                width instanceof String spaces ? spaces : " ".repeat(Math.clamp(Values.integer(width), 0, 1 << 12));
        boolean blank = given.flag("blank", false);
        List<Object> lines = StringMethods.lines(text + "\n");
        String rest = lines.stream()
                .skip(1)
                .map(String.class::cast)
                .map(line -> "\n" + (line.isEmpty() && !blank ? "" : indent) + line)
                .collect(Collectors.joining());
        return (given.flag("first", false) ? indent : "") + lines.getFirst() + rest;
    }

    private static String truncated(String text, Given given) {
        String end = given.text("end", "...");
        long length = given.number("length", 255);
        if (Values.length(text) <= length + given.number("leeway", 5)) {
            return text;
        }
        int kept = text.offsetByCodePoints(0, (int) Math.max(0, length - Values.length(end)));
        String start = text.substring(0, kept);
        int space = start.lastIndexOf(' ');
        return (given.flag("killwords", false) || space < 0 ? start : start.substring(0, space)) + end;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }
}
