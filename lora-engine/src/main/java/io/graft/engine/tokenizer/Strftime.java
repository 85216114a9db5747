package io.graft.engine.tokenizer;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time as Python's `strftime` writes it, in English.
final class Strftime {

    private static final Pattern DIRECTIVE = Pattern.compile("%(-?.?)");
    private static final Map<String, String> PATTERNS = Map.ofEntries(
            Map.entry("Y", "yyyy"),
            Map.entry("y", "yy"),
            Map.entry("m", "MM"),
            Map.entry("-m", "M"),
            Map.entry("d", "dd"),
            Map.entry("-d", "d"),
            Map.entry("e", "ppd"),
            Map.entry("B", "MMMM"),
            Map.entry("b", "MMM"),
            Map.entry("A", "EEEE"),
            Map.entry("a", "EEE"),
            Map.entry("H", "HH"),
            Map.entry("-H", "H"),
            Map.entry("I", "hh"),
            Map.entry("-I", "h"),
            Map.entry("M", "mm"),
            Map.entry("-M", "m"),
            Map.entry("S", "ss"),
            Map.entry("p", "a"),
            Map.entry("j", "DDD"),
            Map.entry("f", "SSSSSS"),
            Map.entry("F", "yyyy-MM-dd"),
            Map.entry("T", "HH:mm:ss"),
            Map.entry("Z", "''"),
            Map.entry("z", "''"));

    private Strftime() {}

    /// @throws ChatTemplateException if the format has a directive that is not known here
    static String format(String format, LocalDateTime time) {
        Matcher directive = DIRECTIVE.matcher(format);
        StringBuilder result = new StringBuilder();
        while (directive.find()) {
            directive.appendReplacement(result, Matcher.quoteReplacement(value(directive.group(1), time)));
        }
        return directive.appendTail(result).toString();
    }

    private static String value(String directive, LocalDateTime time) {
        if (directive.equals("%")) {
            return "%";
        }
        String pattern = PATTERNS.get(directive);
        if (pattern == null) {
            throw new ChatTemplateException("strftime_now: the directive %" + directive + " is not supported");
        }
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
    }
}
