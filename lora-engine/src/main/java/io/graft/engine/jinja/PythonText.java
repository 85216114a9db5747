package io.graft.engine.jinja;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Values as Python prints them: `str` and `repr`; and what its strings know of characters.
final class PythonText {

    static final IntPredicate WHITE_SPACE = c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;

    private PythonText() {}

    /// `str(value)`; what is undefined is empty.
    static String str(Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined _ -> "";
            default -> repr(value);
        };
    }

    static String repr(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case None _ -> "None";
            case Boolean flag -> flag ? "True" : "False";
            case Double number -> decimal(number);
            case List<?> list -> "[" + joined(list) + "]";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Tuple tuple -> "(" + joined(tuple.values()) + (tuple.values().size() == 1 ? ",)" : ")");
            case View view -> view.type() + "([" + joined(view.values()) + "])";
            case Range range ->
                "range(" + range.start() + ", " + range.stop() + (range.step() == 1 ? ")" : ", " + range.step() + ")");
            case Long number -> number.toString();
            case Undefined _ -> "Undefined";
            default ->
                throw new TemplateException(
                        "a " + Values.type(value) + " cannot be printed: Python's text of it tells an address");
        };
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(PythonText::repr).collect(Collectors.joining(", "));
    }

    /// The shortest digits that mean this number; with an exponent below 1e-4 and from 1e16 on.
    static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number > 0 ? "0.0" : "-0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
        return mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder result = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                case '\\' -> result.append("\\\\");
                default -> {
                    if (c == quote) {
                        result.append('\\').append(quote);
                    } else if (printable(c)) {
                        result.appendCodePoint(c);
                    } else {
                        result.append(escaped(c));
                    }
                }
            }
        });
        return result.append(quote).toString();
    }

    private static String escaped(int c) {
        String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        return String.format(Locale.ROOT, form, c);
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /// By code points, as Python orders texts.
    static int order(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return java.util.Arrays.compare(left, right);
    }

    static String strip(String text, IntPredicate goes, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && goes.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && goes.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /// The first character large, the others small.
    static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(text.codePointAt(0)))
                + text.substring(first).toLowerCase(Locale.ROOT);
    }
}
