package io.graft.engine.jinja;

import io.graft.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a template into tokens, with `trim_blocks` and `lstrip_blocks` as transformers sets them: a newline after a
/// block goes, and so does white space before a block that stands alone in its line.
final class Lexer {

    private static final Pattern BEGIN = Pattern.compile("\\{[%{#]");
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%}\\s*|%})");
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%}|-%}\\s*|%}\\n?)");
    private static final Pattern END_COMMENT = Pattern.compile("\\+#}|-#}\\s*|#}\\n?");
    private static final Pattern END_BLOCK = Pattern.compile("\\+%}|-%}\\s*|%}\\n?");
    private static final Pattern END_VARIABLE = Pattern.compile("-}}\\s*|}}");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern FLOAT =
            Pattern.compile("[0-9][0-9_]*(?:\\.[0-9][0-9_]*)?[eE][-+]?[0-9]+|[0-9][0-9_]*\\.[0-9][0-9_]*");
    private static final Pattern INTEGER = Pattern.compile("[0-9][0-9_]*");
    private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern STRING =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|[=!<>]=|[-+/*%~\\[\\](){}<>=.:|,]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStarts = true; // whether what was read last ends a line

    private Lexer(String source) {
        this.source = source;
    }

    /// @throws TemplateException if something in a block is no Jinja
    static List<Token> tokens(String template) {
        String lines = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
        lexer.read();
        return lexer.tokens;
    }

    private void read() {
        Matcher begin = BEGIN.matcher(source);
        while (begin.find(at)) {
            char kind = source.charAt(begin.start() + 1);
            boolean signed = begin.end() < source.length() && "-+".indexOf(source.charAt(begin.end())) >= 0;
            String sign = signed ? source.substring(begin.end(), begin.end() + 1) : "";
            data(source.substring(at, begin.start()), kind == '{' && sign.isEmpty() ? "+" : sign);
            move(begin.start());
            switch (kind) {
                case '#' -> comment(begin.end());
                case '%' -> block(begin.end() + sign.length());
                default -> code(Kind.VARIABLE_BEGIN, begin.end() + sign.length());
            }
        }
        add(Kind.DATA, source.substring(at));
        move(source.length());
        add(Kind.END, "end");
    }

    /// Text before a tag: `-` takes white space at its end away, `+` nothing, and no sign the indent of the tag.
    private void data(String text, String sign) {
        String kept = text;
        if (sign.equals("-")) {
            kept = PythonText.strip(text, PythonText.WHITE_SPACE, false, true);
        } else if (sign.isEmpty()) {
            int start = text.lastIndexOf('\n') + 1;
            if ((start > 0 || lineStarts) && text.substring(start).isBlank()) {
                kept = text.substring(0, start);
            }
        }
        add(Kind.DATA, kept);
    }

    private void comment(int from) {
        Matcher end = END_COMMENT.matcher(source);
        if (!end.find(from)) {
            throw error("Missing end of comment tag");
        }
        move(end.end());
    }

    private void block(int from) {
        Matcher raw = RAW.matcher(source).region(at, source.length());
        if (!raw.lookingAt()) {
            code(Kind.BLOCK_BEGIN, from);
            return;
        }
        Matcher end = END_RAW.matcher(source);
        if (!end.find(raw.end())) {
            throw error("Missing end of raw directive");
        }
        move(raw.end());
        data(source.substring(at, end.start()), String.valueOf(end.group(1)));
        move(end.end());
    }

    /// What stands between the delimiters. These do not end it within brackets.
    private void code(Kind kind, int from) {
        add(kind, source.substring(at, from));
        move(from);
        StringBuilder open = new StringBuilder();
        Pattern last = kind == Kind.BLOCK_BEGIN ? END_BLOCK : END_VARIABLE;
        while (true) {
            skip(SPACE);
            if (at == source.length()) {
                throw error("unexpected end of template");
            }
            if (open.isEmpty() && take(last, kind == Kind.BLOCK_BEGIN ? Kind.BLOCK_END : Kind.VARIABLE_END)) {
                return;
            }
            if (!take(FLOAT, Kind.FLOAT)
                    && !take(INTEGER, Kind.INTEGER)
                    && !take(NAME, Kind.NAME)
                    && !take(STRING, Kind.STRING)
                    && !take(OPERATOR, Kind.OPERATOR)) {
                throw error("unexpected char '" + source.charAt(at) + "'");
            }
            brackets(open, tokens.getLast());
        }
    }

    private void brackets(StringBuilder open, Token token) {
        if (token.kind() != Kind.OPERATOR) {
            return;
        }
        switch (token.text()) {
            case "(" -> open.append(')');
            case "[" -> open.append(']');
            case "{" -> open.append('}');
            case ")", "]", "}" -> {
                int top = open.length() - 1;
                if (top < 0 || open.charAt(top) != token.text().charAt(0)) {
                    throw error("unexpected '" + token.text() + "'");
                }
                open.setLength(top);
            }
            default -> {}
        }
    }

    private void skip(Pattern pattern) {
        Matcher match = pattern.matcher(source).region(at, source.length());
        if (match.lookingAt()) {
            move(match.end());
        }
    }

    private boolean take(Pattern pattern, Kind kind) {
        Matcher match = pattern.matcher(source).region(at, source.length());
        if (!match.lookingAt()) {
            return false;
        }
        add(kind, kind == Kind.STRING ? Literals.text(match.group()) : match.group());
        move(match.end());
        return true;
    }

    private void add(Kind kind, String text) {
        if (kind != Kind.DATA || !text.isEmpty()) {
            tokens.add(new Token(kind, text, line));
        }
    }

    private void move(int to) {
        for (int i = at; i < to; i++) {
            line += source.charAt(i) == '\n' ? 1 : 0;
        }
        lineStarts = to > at ? source.charAt(to - 1) == '\n' : lineStarts;
        at = to;
    }

    private TemplateException error(String message) {
        return new TemplateException(line, message);
    }
}
