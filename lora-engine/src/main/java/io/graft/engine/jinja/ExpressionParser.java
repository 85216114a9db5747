package io.graft.engine.jinja;

import io.graft.engine.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads expressions by the precedence of their operators: each method reads what binds tighter than that of the method
/// before it, down to the operands of [OperandParser]. The grammar is that of `jinja2.parser`.
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> SUMS = Set.of("+", "-");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");

    private final TokenStream tokens;
    private final OperandParser operands;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this);
    }

    Expression expression() {
        Expression value = either();
        while (tokens.skipName("if")) {
            Expression test = either();
            value = new Expression.Conditional(test, value, tokens.skipName("else") ? expression() : null);
        }
        return value;
    }

    /// Several expressions with commas between them are a tuple.
    ///
    /// @param conditional whether `a if b` is one, which it is not where a loop has a condition
    Expression tuple(boolean conditional) {
        List<Expression> items = new ArrayList<>();
        boolean comma = false;
        while (!endsTuple()) {
            items.add(conditional ? expression() : either());
            if (!tokens.skipOperator(",")) {
                break;
            }
            comma = true;
        }
        if (items.isEmpty()) {
            throw tokens.unexpected("an expression");
        }
        return comma ? new Expression.TupleOf(items) : items.getFirst();
    }

    private boolean endsTuple() {
        Kind kind = tokens.current().kind();
        return kind == Kind.VARIABLE_END || kind == Kind.BLOCK_END || tokens.isOperator(")");
    }

    private Expression either() {
        Expression left = both();
        while (tokens.skipName("or")) {
            left = new Expression.Logic(false, left, both());
        }
        return left;
    }

    private Expression both() {
        Expression left = negation();
        while (tokens.skipName("and")) {
            left = new Expression.Logic(true, left, negation());
        }
        return left;
    }

    private Expression negation() {
        return tokens.skipName("not") ? new Expression.Not(negation()) : comparison();
    }

    private Expression comparison() {
        List<Expression> values = new ArrayList<>(List.of(sum()));
        List<String> signs = new ArrayList<>();
        while (true) {
            Token token = tokens.current();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                signs.add(tokens.next().text());
            } else if (tokens.skipName("in")) {
                signs.add("in");
            } else if (tokens.isName("not") && tokens.following().is(Kind.NAME, "in")) {
                tokens.next();
                tokens.next();
                signs.add("not in");
            } else {
                return signs.isEmpty() ? values.getFirst() : new Expression.Comparison(values, signs);
            }
            values.add(sum());
        }
    }

    private Expression sum() {
        Expression left = concatenation();
        while (isOneOf(SUMS)) {
            left = new Expression.Operation(tokens.next().text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        List<Expression> parts = new ArrayList<>(List.of(product()));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.Concatenation(parts);
    }

    private Expression product() {
        Expression left = power();
        while (isOneOf(PRODUCTS)) {
            left = new Expression.Operation(tokens.next().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = operands.unary(true);
        while (tokens.skipOperator("**")) {
            left = new Expression.Operation("**", left, operands.unary(true));
        }
        return left;
    }

    private boolean isOneOf(Set<String> operators) {
        return tokens.current().kind() == Kind.OPERATOR
                && operators.contains(tokens.current().text());
    }

    /// One filter, its `|` left out.
    Expression filter(Expression value) {
        return operands.filter(value);
    }
}
