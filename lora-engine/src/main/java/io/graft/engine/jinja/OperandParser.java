package io.graft.engine.jinja;

import io.graft.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what operators combine: a literal or a name, with its sign before it and members, calls, filters and tests
/// after it.
final class OperandParser {

    private static final Set<String> ENDS_TEST = Set.of("else", "or", "and");
    private static final Map<String, Object> WORDS =
            Map.of("true", true, "True", true, "false", false, "False", false, "none", None.NONE, "None", None.NONE);

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    /// @param expressions reads what is inside of brackets
    OperandParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /// @param filters whether filters and tests that follow belong to it
    Expression unary(boolean filters) {
        Expression value;
        if (tokens.skipOperator("-")) {
            value = new Expression.Signed(true, unary(false));
        } else if (tokens.skipOperator("+")) {
            value = new Expression.Signed(false, unary(false));
        } else {
            value = primary();
        }
        value = members(value);
        return filters ? filters(value) : value;
    }

    private Expression primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NAME -> {
                Object word = WORDS.get(token.text());
                yield word == null ? new Expression.Name(token.text()) : new Expression.Constant(word);
            }
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.current().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Expression.Constant(text.toString());
            }
            case INTEGER -> new Expression.Constant(Literals.integer(token.text()));
            case FLOAT -> new Expression.Constant(Literals.decimal(token.text()));
            default ->
                switch (token.text()) {
                    case "(" -> parentheses();
                    case "[" -> new Expression.ListOf(list());
                    case "{" -> dictionary();
                    default -> throw new TemplateException(token.line(), "unexpected " + token.told());
                };
        };
    }

    private Expression parentheses() {
        if (tokens.skipOperator(")")) {
            return new Expression.TupleOf(List.of());
        }
        Expression value = expressions.tuple(true);
        tokens.expectOperator(")");
        return value;
    }

    private List<Expression> list() {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skipOperator("]")) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("]")) {
                    break;
                }
            }
            items.add(expressions.expression());
        }
        return items;
    }

    private Expression dictionary() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            keys.add(expressions.expression());
            tokens.expectOperator(":");
            values.add(expressions.expression());
        }
        return new Expression.DictOf(keys, values);
    }

    /// `.a`, `[a]` and `(a)` after a value.
    private Expression members(Expression base) {
        Expression value = base;
        while (true) {
            if (tokens.skipOperator(".")) {
                Token token = tokens.next();
                value = switch (token.kind()) {
                    case NAME -> new Expression.Attribute(value, token.text());
                    case INTEGER -> new Expression.Item(value, new Expression.Constant(Literals.integer(token.text())));
                    default -> throw new TemplateException(token.line(), "expected name or number");
                };
            } else if (tokens.skipOperator("[")) {
                value = subscript(value);
            } else if (tokens.isOperator("(")) {
                value = new Expression.Call(value, passed());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression base) {
        List<Expression> bounds = new ArrayList<>();
        boolean slice = false;
        @Nullable Expression bound = null;
        while (!tokens.skipOperator("]")) {
            if (tokens.skipOperator(":")) {
                slice = true;
                bounds.add(bound == null ? new Expression.Constant(None.NONE) : bound);
                bound = null;
            } else if (bound == null) {
                bound = expressions.expression();
            } else {
                throw tokens.unexpected("']'");
            }
        }
        if (!slice) {
            if (bound == null) {
                throw tokens.error("expected an expression between [ and ]");
            }
            return new Expression.Item(base, bound);
        }
        bounds.add(bound == null ? new Expression.Constant(None.NONE) : bound);
        if (bounds.size() > 3) {
            throw tokens.error("a slice has three parts at most");
        }
        while (bounds.size() < 3) {
            bounds.add(new Expression.Constant(None.NONE));
        }
        return new Expression.Slice(base, bounds);
    }

    /// Arguments in parentheses.
    private Expression.Passed passed() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        @Nullable Expression rest = null;
        @Nullable Expression namedRest = null;
        while (!tokens.skipOperator(")")) {
            if (tokens.skipOperator("*")) {
                rest = expressions.expression();
            } else if (tokens.skipOperator("**")) {
                namedRest = expressions.expression();
            } else if (tokens.current().kind() == Kind.NAME
                    && tokens.following().is(Kind.OPERATOR, "=")) {
                String name = tokens.name();
                tokens.next();
                named.put(name, expressions.expression());
            } else if (!named.isEmpty() || namedRest != null) {
                throw tokens.error("invalid syntax for function call expression");
            } else {
                positional.add(expressions.expression());
            }
            if (!tokens.isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new Expression.Passed(positional, named, rest, namedRest);
    }

    /// Filters, tests and calls after a value.
    private Expression filters(Expression base) {
        Expression value = base;
        while (true) {
            if (tokens.skipOperator("|")) {
                value = filter(value);
            } else if (tokens.skipName("is")) {
                value = test(value);
            } else if (tokens.isOperator("(")) {
                value = new Expression.Call(value, passed());
            } else {
                return value;
            }
        }
    }

    /// One filter, its `|` left out.
    Expression filter(Expression value) {
        String name = dotted();
        return new Expression.Filtered(value, name, tokens.isOperator("(") ? passed() : Expression.Passed.NOTHING);
    }

    private Expression test(Expression value) {
        boolean negated = tokens.skipName("not");
        Expression tested = new Expression.Tested(value, dotted(), tested());
        return negated ? new Expression.Not(tested) : tested;
    }

    private Expression.Passed tested() {
        if (tokens.isOperator("(")) {
            return passed();
        }
        Token token = tokens.current();
        boolean argument = switch (token.kind()) {
            case NAME -> !ENDS_TEST.contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
        if (!argument) {
            return Expression.Passed.NOTHING;
        }
        if (tokens.isName("is")) {
            throw tokens.error("You cannot chain multiple tests with is");
        }
        return new Expression.Passed(List.of(members(primary())), Map.of(), null, null);
    }

    private String dotted() {
        StringBuilder name = new StringBuilder(tokens.name());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.name());
        }
        return name.toString();
    }
}
