package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something in a template that has a value.
sealed interface Expression {

    /// @throws TemplateException if Python would raise an exception
    Object evaluate(Scope scope);

    /// A literal.
    record Constant(Object value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    /// `a`
    record Name(String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return scope.get(name);
        }
    }

    /// `[a, b]`
    record ListOf(List<Expression> items) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return all(items, scope);
        }
    }

    /// `(a, b)`
    record TupleOf(List<Expression> items) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Tuple.of(all(items, scope));
        }
    }

    /// `{a: b}`
    record DictOf(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i).evaluate(scope), values.get(i).evaluate(scope));
            }
            return map;
        }
    }

    /// `a.name`
    record Attribute(Expression base, String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Members.attribute(base.evaluate(scope), name);
        }
    }

    /// `a[key]`
    record Item(Expression base, Expression key) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Members.item(base.evaluate(scope), key.evaluate(scope));
        }
    }

    /// `a[b:c:d]`; what is left out is `None`.
    record Slice(Expression base, List<Expression> bounds) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Members.slice(base.evaluate(scope), all(bounds, scope));
        }
    }

    /// Arguments of a call: `(a, b=c, *d, **e)`.
    record Passed(
            List<Expression> positional,
            Map<String, Expression> named,
            @Nullable Expression rest,
            @Nullable Expression namedRest) {

        static final Passed NOTHING = new Passed(List.of(), Map.of(), null, null);

        Arguments evaluate(Scope scope) {
            List<Object> values = all(positional, scope);
            Map<String, Object> byName = new LinkedHashMap<>();
            named.forEach((name, value) -> byName.put(name, value.evaluate(scope)));
            if (rest != null) {
                values.addAll(Values.list(rest.evaluate(scope)));
            }
            if (namedRest != null && namedRest.evaluate(scope) instanceof Map<?, ?> more) {
                more.forEach((name, value) -> byName.put(PythonText.str(name), value));
            }
            return new Arguments(values, byName);
        }
    }

    /// `a(…)`
    record Call(Expression function, Passed passed) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return switch (function.evaluate(scope)) {
                case Invocable invocable -> scope.computed(invocable.call(passed.evaluate(scope)));
                case Undefined undefined -> throw undefined.error();
                case Loop _ -> throw new TemplateException("recursive loops are not supported");
                case Object value -> throw new TemplateException("'" + Values.type(value) + "' object is not callable");
            };
        }
    }

    /// `a | filter(…)`
    record Filtered(Expression value, String filter, Passed passed) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Routine routine = Filters.named(filter);
            return scope.computed(routine.apply(value.evaluate(scope), passed.evaluate(scope)));
        }
    }

    /// `a is test(…)`
    record Tested(Expression value, String test, Passed passed) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Routine routine = Tests.named(test);
            return routine.apply(value.evaluate(scope), passed.evaluate(scope));
        }
    }

    /// `not a`
    record Not(Expression value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return !Values.truth(value.evaluate(scope));
        }
    }

    /// `-a` or `+a`
    record Signed(boolean negative, Expression value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object number = value.evaluate(scope);
            return negative ? Arithmetic.negative(number) : Arithmetic.positive(number);
        }
    }

    /// `a + b` and its like
    record Operation(String operator, Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return scope.computed(Arithmetic.apply(operator, left.evaluate(scope), right.evaluate(scope)));
        }
    }

    /// `a ~ b`
    record Concatenation(List<Expression> parts) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            StringBuilder text = new StringBuilder();
            parts.forEach(part -> text.append(PythonText.str(part.evaluate(scope))));
            return scope.computed(text.toString());
        }
    }

    /// `a < b <= c`: every sign stands between two values.
    record Comparison(List<Expression> values, List<String> signs) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object left = values.getFirst().evaluate(scope);
            for (int i = 0; i < signs.size(); i++) {
                Object right = values.get(i + 1).evaluate(scope);
                if (!holds(signs.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        }

        static boolean holds(String sign, Object left, Object right) {
            return switch (sign) {
                case "==" -> Values.equal(left, right);
                case "!=" -> !Values.equal(left, right);
                case "in" -> Values.contains(right, left);
                case "not in" -> !Values.contains(right, left);
                case "<" -> Values.order(left, right, sign) < 0;
                case "<=" -> Values.order(left, right, sign) <= 0;
                case ">" -> Values.order(left, right, sign) > 0;
                case ">=" -> Values.order(left, right, sign) >= 0;
                default -> throw new IllegalStateException("no comparison: " + sign);
            };
        }
    }

    /// `a and b`, `a or b`: one of both values.
    record Logic(boolean both, Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object first = left.evaluate(scope);
            return Values.truth(first) == both ? right.evaluate(scope) : first;
        }
    }

    /// `a if test else b`
    record Conditional(
            Expression test, Expression yes, @Nullable Expression no) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            if (Values.truth(test.evaluate(scope))) {
                return yes.evaluate(scope);
            }
            return no == null
                    ? new Undefined("the inline if-expression evaluated to false and no else section was defined.")
                    : no.evaluate(scope);
        }
    }

    private static List<Object> all(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>();
        expressions.forEach(expression -> values.add(expression.evaluate(scope)));
        return values;
    }
}
