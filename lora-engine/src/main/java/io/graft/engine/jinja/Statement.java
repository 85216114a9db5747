package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A part of a template that writes text or sets variables.
sealed interface Statement {

    /// What comes after a statement.
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    /// The line that it starts in.
    int line();

    Flow write(Scope scope, StringBuilder out);

    /// Statements one after the other, until one of them leaves a loop.
    static Flow write(List<Statement> body, Scope scope, StringBuilder out) {
        for (Statement statement : body) {
            try {
                scope.work(1);
                Flow flow = statement.write(scope, out);
                if (flow != Flow.NEXT) {
                    return flow;
                }
            } catch (TemplateException e) {
                throw e.at(statement.line());
            }
            if (out.length() > Template.LONGEST) {
                throw new TemplateException(statement.line(), "more than " + Template.LONGEST + " characters");
            }
        }
        return Flow.NEXT;
    }

    /// What statements write, as a value.
    static String text(List<Statement> body, Scope scope) {
        StringBuilder text = new StringBuilder();
        Flow flow = write(body, scope, text);
        if (flow != Flow.NEXT) {
            throw new TemplateException("'" + flow.name().toLowerCase(Locale.ROOT) + "' outside loop");
        }
        return text.toString();
    }

    /// Text between blocks.
    record Data(int line, String text) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            out.append(text);
            return Flow.NEXT;
        }
    }

    /// `{{ a }}`
    record Output(int line, Expression value) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            out.append(PythonText.str(value.evaluate(scope)));
            return Flow.NEXT;
        }
    }

    /// `{% if a %} … {% else %} … {% endif %}`; an `elif` is an `if` in the second part.
    record If(int line, Expression test, List<Statement> yes, List<Statement> no) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            return Statement.write(Values.truth(test.evaluate(scope)) ? yes : no, scope, out);
        }
    }

    /// `{% for a in b if c %} … {% else %} … {% endfor %}`
    record For(
            int line,
            Target target,
            Expression values,
            @Nullable Expression condition,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {

        @Override
        public Flow write(Scope scope, StringBuilder out) {
            List<Object> items = items(scope);
            scope.work(items.size());
            if (items.isEmpty()) {
                return Statement.write(otherwise, scope.inner(), out);
            }
            Loop loop = new Loop(items);
            for (int i = 0; i < items.size(); i++) {
                loop.at(i);
                Scope inner = scope.inner();
                inner.set("loop", loop);
                target.set(inner, items.get(i));
                if (Statement.write(body, inner, out) == Flow.BREAK) {
                    break;
                }
            }
            return Flow.NEXT;
        }

        private List<Object> items(Scope scope) {
            List<Object> all = Values.list(values.evaluate(scope));
            if (condition == null) {
                return all;
            }
            List<Object> items = new ArrayList<>();
            for (Object item : all) {
                Scope inner = scope.inner();
                target.set(inner, item);
                if (Values.truth(condition.evaluate(inner))) {
                    items.add(item);
                }
            }
            return items;
        }
    }

    /// `{% break %}` and `{% continue %}`
    record Leave(int line, Flow flow) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            return flow;
        }
    }

    /// `{% set a = b %}`
    record Set(int line, Target target, Expression value) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            target.set(scope, value.evaluate(scope));
            return Flow.NEXT;
        }
    }

    /// `{% set a %} … {% endset %}`; the filter sees the text under the name [Template#BLOCK].
    record SetBlock(int line, Target target, Expression filter, List<Statement> body) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            Scope inner = scope.inner();
            inner.set(Template.BLOCK, text(body, scope.inner()));
            target.set(scope, filter.evaluate(inner));
            return Flow.NEXT;
        }
    }

    /// `{% filter a %} … {% endfilter %}`
    record FilterBlock(int line, Expression filter, List<Statement> body) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            Scope inner = scope.inner();
            inner.set(Template.BLOCK, text(body, scope.inner()));
            out.append(PythonText.str(filter.evaluate(inner)));
            return Flow.NEXT;
        }
    }

    /// `{% with a = b %} … {% endwith %}`
    record With(int line, List<Set> variables, List<Statement> body) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            Scope inner = scope.inner();
            variables.forEach(set -> set.target.set(inner, set.value.evaluate(scope)));
            return Statement.write(body, inner, out);
        }
    }

    /// `{% macro a(b, c=d) %} … {% endmacro %}`
    record DefineMacro(int line, String name, Macro.Signature signature, List<Statement> body) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            scope.set(name, new Macro(name, signature, body, scope));
            return Flow.NEXT;
        }
    }

    /// `{% call a(b) %} … {% endcall %}`: the macro finds the block under the name `caller`.
    record CallBlock(int line, Expression.Call call, Macro.Signature signature, List<Statement> body)
            implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            if (!(call.function().evaluate(scope) instanceof Macro macro)) {
                throw new TemplateException("a call block can call macros only");
            }
            Macro caller = new Macro("caller", signature, body, scope);
            out.append(macro.call(call.passed().evaluate(scope), caller));
            return Flow.NEXT;
        }
    }

    /// A block that the user of this package knows, such as `{% generation %} … {% endgeneration %}`.
    record Marked(int line, String name, List<Statement> body) implements Statement {
        @Override
        public Flow write(Scope scope, StringBuilder out) {
            String text = text(body, scope.inner());
            out.append(scope.get(Template.mark(name)) instanceof Invocable mark ? mark.call(Arguments.of(text)) : text);
            return Flow.NEXT;
        }
    }
}
