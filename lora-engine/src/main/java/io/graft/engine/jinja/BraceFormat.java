package io.graft.engine.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's `text.format(…)`, for fields without a format after a colon.
final class BraceFormat {

    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]");

    private BraceFormat() {}

    static String format(String text, Arguments arguments) {
        StringBuilder result = new StringBuilder();
        Matcher field = FIELD.matcher(text);
        int next = 0;
        while (field.find()) {
            String name = field.group(1);
            String found = field.group();
            if (name != null && name.isEmpty()) {
                found = value(Integer.toString(next++), arguments);
            } else if (name != null) {
                found = value(name, arguments);
            } else if (found.length() == 1) {
                throw new TemplateException("Single '" + found + "' encountered in format string");
            } else {
                found = found.substring(1);
            }
            field.appendReplacement(result, Matcher.quoteReplacement(found));
        }
        return field.appendTail(result).toString();
    }

    private static String value(String field, Arguments arguments) {
        if (!field.matches("\\w+")) {
            throw new TemplateException(
                    "the field {" + field + "} of format() is not supported: names and numbers are");
        }
        if (!field.matches("\\d+")) {
            Object value = arguments.named().get(field);
            if (value == null) {
                throw new TemplateException("format() misses its argument '" + field + "'");
            }
            return PythonText.str(value);
        }
        int place = Integer.parseInt(field);
        if (place >= arguments.positional().size()) {
            throw new TemplateException("Replacement index " + place + " out of range for positional args tuple");
        }
        return PythonText.str(arguments.positional().get(place));
    }
}
