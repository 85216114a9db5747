package io.graft.engine.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's `text % values`, for the conversions `s`, `r`, `d`, `i`, `f` and `x`.
final class PercentFormat {

    private static final Pattern FIELD = Pattern.compile("%(?:\\((\\w+)\\))?([-0+ ]*)(\\d*)(?:\\.(\\d+))?(.?)");

    private final List<Object> values;
    private final Object named;
    private int used;

    private PercentFormat(Object argument) {
        this.values = argument instanceof Tuple tuple ? tuple.values() : List.of(argument);
        this.named = argument;
    }

    static String format(String text, Object argument) {
        PercentFormat format = new PercentFormat(argument);
        Matcher field = FIELD.matcher(text);
        StringBuilder result = new StringBuilder();
        while (field.find()) {
            field.appendReplacement(result, Matcher.quoteReplacement(format.field(field)));
        }
        field.appendTail(result);
        if (format.used < format.values.size() && !(argument instanceof Map)) {
            throw new TemplateException("not all arguments converted during string formatting");
        }
        return result.toString();
    }

    private String field(Matcher field) {
        String conversion = field.group(5);
        if (conversion.equals("%")) {
            return "%";
        }
        Object value = field.group(1) == null ? next() : Members.item(named, field.group(1));
        String precision = field.group(4);
        String text = switch (conversion) {
            case "s" -> cut(PythonText.str(value), precision);
            case "r" -> cut(PythonText.repr(value), precision);
            case "d", "i" -> signed(Long.toString(whole(value)), field.group(2));
            case "x" -> signed(Long.toHexString(whole(value)), field.group(2));
            case "f" -> signed(fixed(value, precision), field.group(2));
            default ->
                throw new TemplateException(
                        "the conversion %" + conversion + " is not supported; %s, %r, %d, %i, %x and %f are");
        };
        return padded(text, field);
    }

    private Object next() {
        if (used == values.size()) {
            throw new TemplateException("not enough arguments for format string");
        }
        return values.get(used++);
    }

    private static String cut(String text, String precision) {
        return precision == null || Values.length(text) <= Long.parseLong(precision)
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Integer.parseInt(precision)));
    }

    private static long whole(Object value) {
        return value instanceof Double number ? (long) (double) number : Values.integer(value);
    }

    static String fixed(Object value, String precision) {
        int digits = precision == null ? 6 : Integer.parseInt(precision);
        return new BigDecimal(Arithmetic.decimal(value))
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static String signed(String digits, String flags) {
        if (digits.startsWith("-")) {
            return digits;
        }
        return flags.contains("+") ? "+" + digits : flags.contains(" ") ? " " + digits : digits;
    }

    private static String padded(String text, Matcher field) {
        int width = field.group(3).isEmpty() ? 0 : Integer.parseInt(field.group(3));
        int missing = Math.max(0, width - (int) Values.length(text));
        String flags = field.group(2);
        if (flags.contains("-")) {
            return text + " ".repeat(missing);
        }
        if (flags.contains("0")
                && !field.group(5).equals("s")
                && !field.group(5).equals("r")) {
            int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
        }
        return " ".repeat(missing) + text;
    }
}
