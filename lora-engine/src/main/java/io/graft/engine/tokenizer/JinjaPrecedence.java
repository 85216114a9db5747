package io.graft.engine.tokenizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rewrites a template where Jinjava reads it otherwise than Jinja: `not a | f` and `not a == b` negate all that
/// follows, and `f(n=a - 1)` passes the whole difference, which parentheses tell; `a[::-1]` becomes a filter, and a
/// loop's condition a block. Jinjava's `lstrip_blocks` and `trim_blocks` also take white space within a line; here it
/// is taken where Jinja takes it.
final class JinjaPrecedence {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|'(?:\\\\.|[^'\\\\])*'|\"(?:\\\\.|[^\"\\\\])*\"|\\w+|[=!<>]=|[-+]?%}|[-+]?}}|.", Pattern.DOTALL);
    private static final Set<String> ENDS_NEGATION = Set.of("and", "or", "if", "else", ",", ")", "]", "}");
    private static final Set<String> ENDS_ARGUMENT = Set.of(",", ")");

    private final List<String> tokens; // of one block or expression, its delimiters left out

    private JinjaPrecedence(List<String> tokens) {
        this.tokens = tokens;
    }

    static String explicit(String template) {
        StringBuilder result = new StringBuilder();
        Deque<Boolean> loops = new ArrayDeque<>();
        int place = 0;
        while (place < template.length()) {
            int start = template.indexOf('{', place);
            char kind = start < 0 || start + 1 == template.length() ? ' ' : template.charAt(start + 1);
            int end = start < 0 ? template.length() : start + 1;
            switch (kind) {
                case '#' -> {
                    result.append(template, place, start);
                    place = withoutComment(template, start, result);
                }
                case '%' -> {
                    result.append(template, place, start);
                    withoutIndent(result);
                    result.append("{%");
                    int closing = code(template, start + 2, result, loops);
                    place = after(template, "%}", closing);
                    result.append(template, closing, place);
                    place = template.startsWith("\n", place) ? place + 1 : place;
                }
                case '{' -> {
                    result.append(template, place, start + 2);
                    place = code(template, start + 2, result, loops);
                }
                default -> {
                    result.append(template, place, end);
                    place = end;
                }
            }
        }
        return result.toString();
    }

    /// `lstrip_blocks`: takes white space away that stands alone in its line.
    private static void withoutIndent(StringBuilder before) {
        int line = before.lastIndexOf("\n") + 1;
        if (before.substring(line).isBlank()) {
            before.setLength(line);
        }
    }

    /// Comments go beforehand. Returns where the template goes on.
    private static int withoutComment(String template, int start, StringBuilder before) {
        int end = after(template, "#}", start);
        if (template.startsWith("{#-", start)) {
            before.setLength(before.toString().stripTrailing().length());
        } else {
            withoutIndent(before);
        }
        if (template.startsWith("-#}", end - 3)) {
            while (end < template.length() && Character.isWhitespace(template.charAt(end))) {
                end++;
            }
            return end;
        }
        return template.startsWith("\n", end) ? end + 1 : end;
    }

    private static int after(String template, String mark, int from) {
        int at = template.indexOf(mark, from);
        return at < 0 ? template.length() : at + mark.length();
    }

    /// Appends the code from a place on, up to its closing delimiter, and returns where that starts.
    private static int code(String template, int from, StringBuilder result, Deque<Boolean> loops) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(template).region(from, template.length());
        int place = from;
        while (matcher.lookingAt() && !closes(matcher.group(), tokens)) {
            tokens.add(matcher.group());
            place = matcher.end();
            matcher.region(place, template.length());
        }
        JinjaPrecedence code = new JinjaPrecedence(reversals(tokens));
        switch (code.word()) {
            case "for" -> loops.push(code.separateCondition());
            case "endfor" -> {
                if (Boolean.TRUE.equals(loops.poll())) {
                    result.append(tokens.getFirst().equals("-") ? "-" : "").append(" endif %}{%");
                }
            }
            default -> {}
        }
        result.append(code.explicit());
        return place;
    }

    /// The word that tells what a block does.
    private String word() {
        return tokens.stream()
                .filter(token -> !token.isBlank() && !token.equals("-"))
                .findFirst()
                .orElse("");
    }

    /// `for a in b if c`, which Jinjava does not know, becomes a loop over all with a condition inside. Says whether
    /// there was a condition.
    private boolean separateCondition() {
        int at = end(0, Set.of("if"));
        if (at == tokens.size()) {
            return false;
        }
        tokens.add(at, "%}{% ");
        return true;
    }

    /// The slice `[::-1]`, which Jinjava does not know, as a filter.
    private static List<String> reversals(List<String> tokens) {
        List<String> slice = List.of("[", ":", ":", "-", "1", "]");
        List<String> result = new ArrayList<>(tokens);
        int at = Collections.indexOfSubList(result, slice);
        while (at >= 0) {
            result.subList(at, at + slice.size()).clear();
            result.addAll(at, List.of("|", "reverse", ")"));
            result.add(operand(result, at), "(");
            at = Collections.indexOfSubList(result, slice);
        }
        return result;
    }

    /// Where the operand starts that ends before an index: names, dots, and whole brackets.
    private static int operand(List<String> tokens, int end) {
        int start = end;
        int depth = 0;
        while (start > 0) {
            String before = tokens.get(start - 1);
            depth -= depthChange(before);
            boolean part = depth > 0 || before.matches("\\w+|[.)\\]}(\\[{]");
            if (depth < 0 || !part) {
                return start;
            }
            start--;
        }
        return start;
    }

    /// `}}` may also close two dictionaries.
    private static boolean closes(String token, List<String> before) {
        long open = before.stream().filter("{"::equals).count();
        long closed = before.stream().filter("}"::equals).count();
        return token.endsWith("%}") || (token.endsWith("}}") && open == closed);
    }

    private String explicit() {
        String[] prefix = new String[tokens.size() + 1];
        String[] suffix = new String[tokens.size() + 1];
        Arrays.fill(prefix, "");
        Arrays.fill(suffix, "");
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += depthChange(tokens.get(i));
            boolean negation = tokens.get(i).equals("not") && !beside(i, -1, "is") && !beside(i, 1, "in");
            boolean argument = tokens.get(i).equals("=") && depth > 0 && !declaresMacro();
            if (negation || argument) {
                prefix[i + 1] += "(";
                int end = end(i + 1, negation ? ENDS_NEGATION : ENDS_ARGUMENT);
                suffix[end] += ")";
            }
        }
        StringBuilder result = new StringBuilder();
        for (int i = 0; i <= tokens.size(); i++) {
            result.append(suffix[i]).append(prefix[i]).append(i < tokens.size() ? tokens.get(i) : "");
        }
        return result.toString();
    }

    /// Defaults of a macro's parameters stand alone.
    private boolean declaresMacro() {
        return word().equals("macro");
    }

    private static int depthChange(String token) {
        return switch (token) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }

    private boolean beside(int index, int direction, String word) {
        int other = index + direction;
        while (other >= 0 && other < tokens.size() && tokens.get(other).isBlank()) {
            other += direction;
        }
        return other >= 0 && other < tokens.size() && tokens.get(other).equals(word);
    }

    /// The first token from an index on, at the same depth, that ends an operand; white space before it is outside.
    private int end(int from, Set<String> ends) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            if (depth == 0 && ends.contains(tokens.get(i))) {
                return i;
            }
            depth += depthChange(tokens.get(i));
        }
        return tokens.size();
    }
}
