package io.graft.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression in the syntax of Python's `re` module, which configurations of PEFT use, as a [Pattern].
///
/// Both dialects agree on most of the syntax. What differs is translated, and what Java cannot express or Python does
/// not know is refused. Names of modules are ASCII, so the classes `\w`, `\d` and `\s` mean the same in both.
final class PythonPattern {

    private static final String SAME_ESCAPES = "AbBdDsSwWnrtf";
    private static final String FLAGS = "ims";
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d*)(,?)(\\d*)}");
    private static final Pattern GLOBAL_FLAGS = Pattern.compile("\\(\\?([a-zA-Z]+)\\)");
    private static final Pattern LOCAL_FLAGS = Pattern.compile("\\(\\?([a-zA-Z]*)(-?)([a-zA-Z]*):");
    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P<(\\w+)>");
    private static final Pattern NAMED_REFERENCE = Pattern.compile("\\(\\?P=(\\w+)\\)");
    private static final Pattern COMMENT = Pattern.compile("\\(\\?#[^)]*\\)");
    private static final Pattern LOOK_OR_ATOMIC = Pattern.compile("\\(\\?(:|=|!|<=|<!|>)");

    private final String source;
    private final Matcher at;
    private final StringBuilder java = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private int place;

    private PythonPattern(String source) {
        this.source = source;
        this.at = Pattern.compile("").matcher(source);
    }

    /// @throws IllegalArgumentException saying what is wrong with the expression or cannot be translated
    static Pattern compile(String source) {
        PythonPattern translation = new PythonPattern(source);
        String java = translation.translate();
        try {
            return Pattern.compile(java, Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("\"" + source + "\" is no regular expression: " + e.getDescription(), e);
        }
    }

    private String translate() {
        globalFlags();
        while (place < source.length()) {
            switch (source.charAt(place)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> group();
                case '{' -> repeat();
                default -> java.append(source.charAt(place++));
            }
        }
        return java.toString();
    }

    /// Python allows flags for the whole expression only at its start.
    private void globalFlags() {
        while (sees(GLOBAL_FLAGS)) {
            String flags = flags(at.group(1).replace("a", "").replace("u", ""));
            if (!flags.isEmpty()) {
                java.append("(?").append(flags).append(')');
            }
        }
    }

    private String flags(String given) {
        for (int i = 0; i < given.length(); i++) {
            if (FLAGS.indexOf(given.charAt(i)) < 0) {
                throw refused("the flag " + given.charAt(i) + " is not supported");
            }
        }
        return given;
    }

    private void group() {
        if (!source.startsWith("(?", place)) {
            java.append(source.charAt(place++));
        } else if (sees(NAMED_GROUP)) {
            // Java's names know no underscore
            names.add(at.group(1));
            java.append("(?<group").append(names.size()).append('>');
        } else if (sees(NAMED_REFERENCE)) {
            int index = names.indexOf(at.group(1));
            if (index < 0) {
                throw refused("the group " + at.group(1) + " is unknown");
            }
            java.append("\\k<group").append(index + 1).append('>');
        } else if (sees(LOOK_OR_ATOMIC)) {
            java.append(at.group());
        } else if (sees(LOCAL_FLAGS)) {
            java.append("(?").append(flags(at.group(1))).append(at.group(2));
            java.append(flags(at.group(3))).append(':');
        } else if (!sees(COMMENT)) {
            throw refused("the group at character " + (place + 1) + " is not supported");
        }
    }

    /// `{,n}` means `{0,n}`, and braces that are no repetition mean themselves.
    private void repeat() {
        boolean repetition = sees(REPEAT) && at.end() - at.start() > 2;
        if (!repetition) {
            java.append("\\{");
            place = at.hasMatch() ? at.start() + 1 : place + 1;
            return;
        }
        String least = at.group(1).isEmpty() ? "0" : at.group(1);
        java.append('{').append(least).append(at.group(2)).append(at.group(3)).append('}');
    }

    private void escape() {
        if (place + 1 == source.length()) {
            throw refused("it ends with a backslash");
        }
        char escaped = source.charAt(place + 1);
        if (escaped == 'Z') {
            java.append("\\z");
            place += 2;
        } else if (escaped >= '1' && escaped <= '9') {
            place++;
            String number = digits(10, 2);
            java.append("(?:\\").append(number).append(')');
        } else if (SAME_ESCAPES.indexOf(escaped) >= 0) {
            java.append('\\').append(escaped);
            place += 2;
        } else {
            character();
        }
    }

    /// An escape that stands for one character, inside or outside of a class.
    private void character() {
        char escaped = source.charAt(place + 1);
        place += 2;
        switch (escaped) {
            case 'x' -> code(digits(16, 2), 16);
            case 'u' -> code(digits(16, 4), 16);
            case 'U' -> code(digits(16, 8), 16);
            case '0' -> code("0" + digits(8, 2), 8);
            case 'v' -> code("b", 16);
            case 'a' -> code("7", 16);
            case 'n', 'r', 't', 'f' -> java.append('\\').append(escaped);
            default -> {
                if (Character.isLetterOrDigit(escaped) && escaped < 128) {
                    throw refused("Python knows no \\" + escaped);
                }
                java.append('\\').append(escaped);
            }
        }
    }

    private void code(String digits, int radix) {
        if (digits.isEmpty()) {
            throw refused("the escape before character " + (place + 1) + " lacks digits");
        }
        java.append("\\x{")
                .append(Integer.toHexString(Integer.parseInt(digits, radix)))
                .append('}');
    }

    private String digits(int radix, int most) {
        int start = place;
        while (place < source.length() && place - start < most && Character.digit(source.charAt(place), radix) >= 0) {
            place++;
        }
        return source.substring(start, place);
    }

    /// In Java a bracket inside a class opens another class and `&&` intersects; in Python they mean themselves.
    private void characterClass() {
        int start = place;
        java.append('[');
        place++;
        if (place < source.length() && source.charAt(place) == '^') {
            java.append('^');
            place++;
        }
        boolean first = true;
        while (place < source.length() && (first || source.charAt(place) != ']')) {
            classMember();
            first = false;
        }
        if (place == source.length()) {
            throw refused("the class at character " + (start + 1) + " has no end");
        }
        java.append(']');
        place++;
    }

    private void classMember() {
        char member = source.charAt(place);
        if (member == '\\' && place + 1 < source.length()) {
            char escaped = source.charAt(place + 1);
            if (escaped == 'b') {
                java.append("\\x{8}");
                place += 2;
            } else if ("dDsSwW".indexOf(escaped) >= 0) {
                java.append('\\').append(escaped);
                place += 2;
            } else {
                character();
            }
        } else {
            java.append("[]&^".indexOf(member) >= 0 ? "\\" : "").append(member);
            place++;
        }
    }

    /// Whether the pattern comes next; if so, goes on behind it.
    private boolean sees(Pattern next) {
        boolean found = at.usePattern(next).region(place, source.length()).lookingAt();
        if (found) {
            place = at.end();
        }
        return found;
    }

    private IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException("the regular expression \"" + source + "\" cannot be used: " + problem);
    }
}
