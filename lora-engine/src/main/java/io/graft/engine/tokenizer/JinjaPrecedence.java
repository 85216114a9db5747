package io.graft.engine.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rewrites a template where Jinjava reads it otherwise than Jinja: `not a | f` and `not a == b` negate all that
/// follows, and `f(n=a - 1)` passes the whole difference, which parentheses tell; `a[::-1]` becomes a filter.
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
        int place = 0;
        while (place < template.length()) {
            int start = template.indexOf('{', place);
            char kind = start < 0 || start + 1 == template.length() ? ' ' : template.charAt(start + 1);
            int end = start < 0 ? template.length() : start + 1;
            if (kind == '#') {
                end = after(template, "#}", start);
            }
            if (kind != '{' && kind != '%') {
                result.append(template, place, end);
                place = end;
                continue;
            }
            result.append(template, place, start + 2);
            place = code(template, start + 2, result);
        }
        return result.toString();
    }

    private static int after(String template, String mark, int from) {
        int at = template.indexOf(mark, from);
        return at < 0 ? template.length() : at + mark.length();
    }

    /// Appends the code from a place on, up to its closing delimiter, and returns where that starts.
    private static int code(String template, int from, StringBuilder result) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(template).region(from, template.length());
        int place = from;
        while (matcher.lookingAt() && !closes(matcher.group(), tokens)) {
            tokens.add(matcher.group());
            place = matcher.end();
            matcher.region(place, template.length());
        }
        result.append(new JinjaPrecedence(reversals(tokens)).explicit());
        return place;
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
        return tokens.stream()
                .filter(token -> !token.isBlank() && !token.equals("-"))
                .findFirst()
                .filter("macro"::equals)
                .isPresent();
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
