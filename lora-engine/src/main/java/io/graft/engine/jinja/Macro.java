package io.graft.engine.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A macro, or the block of a call; what it writes is its value.
///
/// @param scope in which it is defined
record Macro(String name, Signature signature, List<Statement> body, Scope scope) implements Invocable {

    /// Names of parameters, and values of those that may be left out.
    record Signature(List<String> names, Map<String, Expression> defaults) {}

    @Override
    public Object call(Arguments arguments) {
        return call(arguments, null);
    }

    /// @param caller the block of a call, if it is called with one
    String call(Arguments arguments, @Nullable Macro caller) {
        Given given = arguments.bind("macro '" + name + "'", signature.names);
        Scope inner = scope.inner();
        if (caller != null) {
            inner.set("caller", caller);
        }
        for (String parameter : signature.names) {
            Object value = given.values().get(parameter);
            Expression otherwise = signature.defaults.get(parameter);
            if (value == null) {
                value = otherwise == null
                        ? new Undefined("parameter '" + parameter + "' was not provided")
                        : otherwise.evaluate(inner);
            }
            inner.set(parameter, value);
        }
        return scope.called(() -> Statement.text(body, inner));
    }
}
