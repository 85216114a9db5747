package io.graft.engine.jinja;

/// Strings and numbers as a template writes them.
final class Literals {

    private Literals() {}

    /// @param quoted with its quotes; escapes are Python's
    static String text(String quoted) {
        StringBuilder text = new StringBuilder();
        int last = quoted.length() - 1;
        for (int i = 1; i < last; i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < last) {
                i = escape(quoted, i + 1, text);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /// Returns the last character that belongs to the escape.
    private static int escape(String quoted, int at, StringBuilder text) {
        char c = quoted.charAt(at);
        switch (c) {
            case '\n' -> {}
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000b');
            case 'a' -> text.append('\u0007');
            case '\\', '\'', '"' -> text.append(c);
            case 'x' -> {
                return code(quoted, at, 2, text);
            }
            case 'u' -> {
                return code(quoted, at, 4, text);
            }
            case 'U' -> {
                return code(quoted, at, 8, text);
            }
            case 'N' -> throw new TemplateException("escapes by name, such as \\N{BULLET}, are not supported");
            default -> {
                return c >= '0' && c <= '7' ? octal(quoted, at, text) : unknown(c, at, text);
            }
        }
        return at;
    }

    private static int unknown(char c, int at, StringBuilder text) {
        text.append('\\').append(c);
        return at;
    }

    private static int octal(String quoted, int at, StringBuilder text) {
        int end = at;
        int value = 0;
        while (end < at + 3 && quoted.charAt(end) >= '0' && quoted.charAt(end) <= '7') {
            value = value * 8 + quoted.charAt(end) - '0';
            end++;
        }
        text.append((char) value);
        return end - 1;
    }

    private static int code(String quoted, int at, int digits, StringBuilder text) {
        String hex = quoted.substring(at + 1, Math.min(at + 1 + digits, quoted.length() - 1));
        if (hex.length() < digits || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new TemplateException("the escape \\" + quoted.charAt(at) + hex + " needs " + digits + " digits");
        }
        int point = Integer.parseUnsignedInt(hex, 16);
        if (!Character.isValidCodePoint(point)) {
            throw new TemplateException("the escape \\U" + hex + " is no character");
        }
        text.appendCodePoint(point);
        return at + digits;
    }

    static Object integer(String digits) {
        try {
            return Long.parseLong(digits.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new TemplateException("whole numbers beyond 64 bits are not supported: " + digits);
        }
    }

    static Object decimal(String digits) {
        return Double.parseDouble(digits.replace("_", ""));
    }
}
