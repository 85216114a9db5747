package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Methods of Python's `str`.
final class StringMethods {

    static final Map<String, Routine> TABLE = table();

    private StringMethods() {}

    private static Map<String, Routine> table() {
        Map<String, Routine> table = new HashMap<>();
        Routine.add(table, "strip", "chars", (text, given) -> strip(text, given, true, true));
        Routine.add(table, "lstrip", "chars", (text, given) -> strip(text, given, true, false));
        Routine.add(table, "rstrip", "chars", (text, given) -> strip(text, given, false, true));
        Routine.add(table, "split", "sep maxsplit", (text, given) -> split((String) text, given));
        Routine.add(table, "rsplit", "sep maxsplit", (text, given) -> splitFromEnd((String) text, given));
        Routine.add(table, "splitlines", "", (text, _) -> lines((String) text));
        Routine.add(table, "partition", "sep", (text, given) -> partition((String) text, given, true));
        Routine.add(table, "rpartition", "sep", (text, given) -> partition((String) text, given, false));
        Routine.add(table, "startswith", "prefix", (text, given) -> any(given, "prefix", ((String) text)::startsWith));
        Routine.add(table, "endswith", "suffix", (text, given) -> any(given, "suffix", ((String) text)::endsWith));
        Routine.add(table, "upper", "", (text, _) -> ((String) text).toUpperCase(Locale.ROOT));
        Routine.add(table, "lower", "", (text, _) -> ((String) text).toLowerCase(Locale.ROOT));
        Routine.add(table, "casefold", "", (text, _) -> ((String) text).toLowerCase(Locale.ROOT));
        Routine.add(table, "capitalize", "", (text, _) -> PythonText.capitalized((String) text));
        Routine.add(table, "title", "", (text, _) -> title((String) text));
        Routine.add(table, "replace", "old new count", (text, given) -> replaced((String) text, given));
        Routine.add(
                table,
                "find",
                "sub",
                (text, given) -> points((String) text, ((String) text).indexOf(given.text("sub"))));
        Routine.add(
                table,
                "rfind",
                "sub",
                (text, given) -> points((String) text, ((String) text).lastIndexOf(given.text("sub"))));
        Routine.add(table, "index", "sub", (text, given) -> index((String) text, given.text("sub")));
        Routine.add(table, "count", "sub", (text, given) -> (long) count((String) text, given.text("sub")));
        Routine.add(table, "removeprefix", "prefix", (text, given) -> {
            String prefix = given.text("prefix");
            return ((String) text).startsWith(prefix) ? ((String) text).substring(prefix.length()) : text;
        });
        Routine.add(table, "removesuffix", "suffix", (text, given) -> {
            String suffix = given.text("suffix");
            int end = ((String) text).length() - suffix.length();
            return ((String) text).endsWith(suffix) ? ((String) text).substring(0, end) : text;
        });
        Routine.add(table, "join", "iterable", (text, given) -> joined((String) text, given.get("iterable")));
        Routine.add(table, "format", "*", (text, given) -> BraceFormat.format((String) text, given.rest()));
        Routine.add(table, "zfill", "width", (text, given) -> filled((String) text, given.number("width", 0)));
        Routine.add(table, "ljust", "width fillchar", (text, given) -> text + padding(text, given));
        Routine.add(table, "rjust", "width fillchar", (text, given) -> padding(text, given) + text);
        Routine.add(table, "center", "width fillchar", (text, given) -> centered((String) text, given));
        all(table, "isdigit", Character::isDigit);
        all(table, "isalpha", Character::isLetter);
        all(table, "isalnum", Character::isLetterOrDigit);
        all(table, "isspace", PythonText.WHITE_SPACE);
        Routine.add(
                table,
                "isupper",
                "",
                (text, _) -> cased((String) text, Character::isUpperCase, Character::isLowerCase));
        Routine.add(
                table,
                "islower",
                "",
                (text, _) -> cased((String) text, Character::isLowerCase, Character::isUpperCase));
        return Map.copyOf(table);
    }

    private static void all(Map<String, Routine> table, String name, IntPredicate what) {
        Routine.add(
                table,
                name,
                "",
                (text, _) -> !((String) text).isEmpty()
                        && ((String) text).codePoints().allMatch(what));
    }

    private static boolean cased(String text, IntPredicate right, IntPredicate wrong) {
        return text.codePoints().anyMatch(right) && text.codePoints().noneMatch(wrong);
    }

    private static String strip(Object text, Given given, boolean left, boolean right) {
        if (!given.has("chars")) {
            return PythonText.strip((String) text, PythonText.WHITE_SPACE, left, right);
        }
        String chars = given.text("chars");
        return PythonText.strip((String) text, c -> chars.indexOf(c) >= 0, left, right);
    }

    private interface Matches {
        boolean test(String part);
    }

    /// A text, or a tuple of texts.
    private static boolean any(Given given, String name, Matches matches) {
        return given.get(name) instanceof Tuple parts
                ? parts.values().stream().anyMatch(part -> matches.test(PythonText.str(part)))
                : matches.test(given.text(name));
    }

    private static List<Object> split(String text, Given given) {
        long most = given.number("maxsplit", -1);
        List<Object> parts = new ArrayList<>();
        if (!given.has("sep")) {
            String rest = PythonText.strip(text, PythonText.WHITE_SPACE, true, false);
            while (!rest.isEmpty() && parts.size() != most) {
                int end = 0;
                while (end < rest.length() && !PythonText.WHITE_SPACE.test(rest.charAt(end))) {
                    end++;
                }
                parts.add(rest.substring(0, end));
                rest = PythonText.strip(rest.substring(end), PythonText.WHITE_SPACE, true, false);
            }
            if (!rest.isEmpty()) {
                parts.add(rest);
            }
            return parts;
        }
        String separator = separator(given);
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() != most; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> splitFromEnd(String text, Given given) {
        long most = given.number("maxsplit", -1);
        if (most < 0) {
            return split(text, given);
        }
        if (!given.has("sep")) {
            throw new TemplateException("rsplit() with maxsplit needs a separator here");
        }
        String separator = separator(given);
        List<Object> parts = new ArrayList<>();
        String rest = text;
        for (int at = rest.lastIndexOf(separator); at >= 0 && parts.size() < most; at = rest.lastIndexOf(separator)) {
            parts.addFirst(rest.substring(at + separator.length()));
            rest = rest.substring(0, at);
        }
        parts.addFirst(rest);
        return parts;
    }

    private static String separator(Given given) {
        String separator = given.text("sep");
        if (separator.isEmpty()) {
            throw new TemplateException("empty separator");
        }
        return separator;
    }

    static List<Object> lines(String text) {
        List<Object> lines = new ArrayList<>(
                List.of((Object[]) text.split("\r\n|[\n\r\u000b\f\u001c-\u001e\u0085\u2028\u2029]", -1)));
        if (lines.getLast().equals("")) {
            lines.removeLast();
        }
        return lines;
    }

    private static Tuple partition(String text, Given given, boolean first) {
        String separator = separator(given);
        int at = first ? text.indexOf(separator) : text.lastIndexOf(separator);
        if (at < 0) {
            return first ? Tuple.of(text, "", "") : Tuple.of("", "", text);
        }
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    /// A letter after what is no letter is large, all others are small.
    private static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean start = true;
        for (int c : text.codePoints().toArray()) {
            title.appendCodePoint(start ? Character.toTitleCase(c) : Character.toLowerCase(c));
            start = !Character.isLetter(c);
        }
        return title.toString();
    }

    /// @param given `old`, `new`, and how often at most: `count`
    static String replaced(String text, Given given) {
        String old = given.text("old");
        String by = given.text("new");
        long most = given.number("count", -1);
        if (most < 0) {
            return text.replace(old, by);
        }
        String rest = text;
        StringBuilder result = new StringBuilder();
        for (long i = 0; i < most && rest.contains(old) && !old.isEmpty(); i++) {
            int at = rest.indexOf(old);
            result.append(rest, 0, at).append(by);
            rest = rest.substring(at + old.length());
        }
        return result.append(rest).toString();
    }

    /// A place in characters of Java's as one in Python's.
    private static long points(String text, int at) {
        return at < 0 ? -1 : text.codePointCount(0, at);
    }

    private static long index(String text, String part) {
        long at = points(text, text.indexOf(part));
        if (at < 0) {
            throw new TemplateException("substring not found");
        }
        return at;
    }

    private static int count(String text, String part) {
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1;
        }
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static String joined(String separator, Object parts) {
        List<Object> values = Values.list(parts);
        for (int i = 0; i < values.size(); i++) {
            Values.text(
                    values.get(i),
                    "sequence item " + i + ": expected str instance, " + Values.type(values.get(i)) + " found");
        }
        return values.stream().map(String.class::cast).collect(Collectors.joining(separator));
    }

    private static String filled(String text, long width) {
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int missing = Math.clamp(width - Values.length(text), 0, 1 << 16);
        return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }

    private static String padding(Object text, Given given) {
        return given.text("fillchar", " ").repeat(missing(text, given));
    }

    private static int missing(Object text, Given given) {
        return Math.clamp(given.number("width", 0) - Values.length(text), 0, 1 << 16);
    }

    private static String centered(String text, Given given) {
        int missing = missing(text, given);
        int left = missing / 2 + (missing & (int) given.number("width", 0) & 1);
        String fill = given.text("fillchar", " ");
        return fill.repeat(left) + text + fill.repeat(missing - left);
    }
}
