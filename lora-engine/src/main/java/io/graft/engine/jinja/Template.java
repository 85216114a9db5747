package io.graft.engine.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A template that was read, to be rendered as often as wanted, by any thread.
public final class Template {

    /// The name under which filters of a block find its text; no template can write it.
    static final String BLOCK = "the block";

    /// Characters that a template may write.
    static final int LONGEST = 16 << 20;

    private final List<Statement> statements;

    private Template(List<Statement> statements) {
        this.statements = statements;
    }

    /// @param blocks names of blocks whose text can be marked, such as `generation`
    /// @throws TemplateException if the template is not written as Jinja demands, or uses what is not supported
    public static Template of(String source, Set<String> blocks) {
        try {
            return new Template(new TemplateParser(Lexer.tokens(source), blocks).template());
        } catch (StackOverflowError _) {
            throw tooDeep();
        }
    }

    /// @param variables texts, numbers, booleans, lists, maps, null and functions by name
    /// @param marks     what becomes of the text of blocks, by the name of the block
    /// @throws TemplateException if Python would raise an exception
    public String render(Map<String, ? extends @Nullable Object> variables, Map<String, UnaryOperator<String>> marks) {
        Map<String, Object> values = new HashMap<>(Globals.ALL);
        marks.forEach(
                (block, mark) -> values.put(mark(block), (Invocable) arguments -> mark.apply(arguments.text(block))));
        variables.forEach((name, value) -> values.put(name, Values.of(value)));
        try {
            return Statement.text(statements, Scope.of(values).inner());
        } catch (StackOverflowError _) {
            throw tooDeep();
        }
    }

    /// Python's limit is that of its stack, too: it raises a `RecursionError`.
    private static TemplateException tooDeep() {
        return new TemplateException(1, "expressions or blocks lie too deep in each other");
    }

    /// The name under which a block finds its mark; no template can write it.
    static String mark(String block) {
        return "mark of " + block;
    }
}
