package io.graft.engine.jinja;

import io.graft.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads statements.
final class TemplateParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Set<String> blocks;
    private int loops; // around the statement that is read

    /// @param blocks names of blocks whose text the user of the template marks
    TemplateParser(List<Token> tokens, Set<String> blocks) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
        this.blocks = Set.copyOf(blocks);
    }

    List<Statement> template() {
        List<Statement> statements = body(List.of());
        if (tokens.current().kind() != Kind.END) {
            throw tokens.unexpected("end of template");
        }
        return statements;
    }

    /// Statements up to a block that starts with one of these words. The word is next then.
    private List<Statement> body(List<String> ends) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            switch (token.kind()) {
                case DATA ->
                    statements.add(
                            new Statement.Data(token.line(), tokens.next().text()));
                case VARIABLE_BEGIN -> {
                    tokens.next();
                    statements.add(new Statement.Output(token.line(), expressions.tuple(true)));
                    tokens.expect(Kind.VARIABLE_END, "end of print statement");
                }
                case BLOCK_BEGIN -> {
                    tokens.next();
                    if (ends.contains(tokens.current().text())) {
                        return statements;
                    }
                    statements.add(statement());
                }
                default -> {
                    if (!ends.isEmpty()) {
                        throw unclosed(ends);
                    }
                    return statements;
                }
            }
        }
    }

    /// @param ends the end of the block last
    private TemplateException unclosed(List<String> ends) {
        String block = ends.getLast().substring("end".length());
        return tokens.error("Unexpected end of template. Jinja was looking for the following tags: '"
                + String.join("' or '", ends) + "'. The innermost block that needs to be closed is '" + block + "'.");
    }

    /// Statements up to the end of their block, which is read too.
    private List<Statement> bodyTo(String end) {
        List<Statement> statements = body(List.of(end));
        tokens.next();
        endOfBlock();
        return statements;
    }

    private void endOfBlock() {
        tokens.expect(Kind.BLOCK_END, "end of statement block");
    }

    private Statement statement() {
        int line = tokens.current().line();
        String word = tokens.name();
        return switch (word) {
            case "if" -> condition(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro(line);
            case "call" -> call(line);
            case "filter" -> filter(line);
            case "with" -> with(line);
            case "print" -> print(line);
            case "break", "continue" -> {
                if (loops == 0) {
                    throw new TemplateException(line, "'" + word + "' outside loop");
                }
                endOfBlock();
                yield new Statement.Leave(line, word.equals("break") ? Statement.Flow.BREAK : Statement.Flow.CONTINUE);
            }
            default -> marked(line, word);
        };
    }

    /// Several values are written one after the other.
    private Statement print(int line) {
        Expression value = expressions.tuple(true);
        endOfBlock();
        return new Statement.Output(
                line,
                value instanceof Expression.TupleOf(List<Expression> items)
                        ? new Expression.Concatenation(items)
                        : value);
    }

    private Statement marked(int line, String word) {
        if (!blocks.contains(word)) {
            throw new TemplateException(
                    line,
                    "Encountered unknown tag '" + word + "'. Known here are: if, for, set, macro, call, filter, with,"
                            + " print, raw, break and continue");
        }
        endOfBlock();
        return new Statement.Marked(line, word, bodyTo("end" + word));
    }

    private Statement condition(int line) {
        Expression test = expressions.tuple(true);
        endOfBlock();
        List<Statement> yes = body(List.of("elif", "else", "endif"));
        int next = tokens.current().line();
        String word = tokens.name();
        if (word.equals("elif")) {
            return new Statement.If(line, test, yes, List.of(condition(next)));
        }
        endOfBlock();
        return new Statement.If(line, test, yes, word.equals("else") ? bodyTo("endif") : List.of());
    }

    private Statement loop(int line) {
        Target target = target(false);
        tokens.expectName("in");
        Expression values = expressions.tuple(false);
        @Nullable Expression condition = tokens.skipName("if") ? expressions.expression() : null;
        if (tokens.isName("recursive")) {
            throw tokens.error("recursive loops are not supported");
        }
        endOfBlock();
        loops++;
        List<Statement> body = body(List.of("else", "endfor"));
        loops--;
        boolean otherwise = tokens.name().equals("else");
        endOfBlock();
        return new Statement.For(line, target, values, condition, body, otherwise ? bodyTo("endfor") : List.of());
    }

    /// One or more targets with commas between them.
    ///
    /// @param fields whether fields of namespaces are meant too
    private Target target(boolean fields) {
        List<Target> targets = new ArrayList<>(List.of(single(fields)));
        boolean several = false;
        while (tokens.skipOperator(",")) {
            several = true;
            if (tokens.isName("in") || tokens.isOperator(")") || tokens.isOperator("=")) {
                break;
            }
            targets.add(single(fields));
        }
        return several ? new Target.Several(targets) : targets.getFirst();
    }

    private Target single(boolean fields) {
        if (tokens.skipOperator("(")) {
            Target target = target(fields);
            tokens.expectOperator(")");
            return target;
        }
        String name = tokens.name();
        return fields && tokens.skipOperator(".") ? new Target.Field(name, tokens.name()) : new Target.Variable(name);
    }

    private Statement assignment(int line) {
        Target target = target(true);
        if (tokens.skipOperator("=")) {
            Expression value = expressions.tuple(true);
            endOfBlock();
            return new Statement.Set(line, target, value);
        }
        Expression block = new Expression.Name(Template.BLOCK);
        Expression filter = tokens.skipOperator("|") ? chain(block) : block;
        endOfBlock();
        return new Statement.SetBlock(line, target, filter, bodyTo("endset"));
    }

    private Expression chain(Expression value) {
        Expression filtered = expressions.filter(value);
        while (tokens.skipOperator("|")) {
            filtered = expressions.filter(filtered);
        }
        return filtered;
    }

    private Statement filter(int line) {
        Expression filter = chain(new Expression.Name(Template.BLOCK));
        endOfBlock();
        return new Statement.FilterBlock(line, filter, bodyTo("endfilter"));
    }

    private Statement with(int line) {
        List<Statement.Set> variables = new ArrayList<>();
        while (tokens.current().kind() != Kind.BLOCK_END) {
            if (!variables.isEmpty()) {
                tokens.expectOperator(",");
            }
            Target target = new Target.Variable(tokens.name());
            tokens.expectOperator("=");
            variables.add(new Statement.Set(line, target, expressions.expression()));
        }
        endOfBlock();
        return new Statement.With(line, variables, bodyTo("endwith"));
    }

    private Statement macro(int line) {
        String name = tokens.name();
        Macro.Signature signature = signature();
        endOfBlock();
        return new Statement.DefineMacro(line, name, signature, bodyTo("endmacro"));
    }

    private Statement call(int line) {
        Macro.Signature signature = tokens.isOperator("(") ? signature() : new Macro.Signature(List.of(), Map.of());
        if (!(expressions.expression() instanceof Expression.Call call)) {
            throw new TemplateException(line, "expected call");
        }
        endOfBlock();
        return new Statement.CallBlock(line, call, signature, bodyTo("endcall"));
    }

    private Macro.Signature signature() {
        List<String> names = new ArrayList<>();
        Map<String, Expression> defaults = new LinkedHashMap<>();
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            String name = tokens.name();
            names.add(name);
            if (tokens.skipOperator("=")) {
                defaults.put(name, expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.error("non-default argument follows default argument");
            }
        }
        return new Macro.Signature(names, defaults);
    }
}
