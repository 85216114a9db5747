package io.graft.engine.jinja;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Arguments of a call.
public record Arguments(List<Object> positional, Map<String, Object> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /// Takes positional arguments that are left over.
    static final String REST = "*";

    static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    /// The arguments without the first few positional ones.
    Arguments after(int count) {
        return new Arguments(positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }

    /// The only argument as a text.
    ///
    /// @throws TemplateException if it is no text
    public String text(String function) {
        return bind(function, List.of("text")).text("text");
    }

    /// Arguments by the names of parameters.
    ///
    /// @throws TemplateException if there are too many, or of other names
    Given bind(String function, List<String> parameters) {
        Map<String, Object> values = new HashMap<>();
        int count = parameters.contains(REST) ? parameters.indexOf(REST) : parameters.size();
        for (int i = 0; i < positional.size() && i < count; i++) {
            values.put(parameters.get(i), positional.get(i));
        }
        if (count < parameters.size()) {
            values.put(REST, after(count));
            return new Given(function, values);
        }
        if (positional.size() > count) {
            throw new TemplateException(
                    function + "() takes at most " + count + " arguments (" + positional.size() + " given)");
        }
        for (Map.Entry<String, Object> argument : new LinkedHashMap<>(named).entrySet()) {
            if (!parameters.contains(argument.getKey())) {
                throw new TemplateException(
                        function + "() got an unexpected keyword argument '" + argument.getKey() + "'");
            }
            if (values.put(argument.getKey(), argument.getValue()) != null) {
                throw new TemplateException(
                        function + "() got multiple values for argument '" + argument.getKey() + "'");
            }
        }
        return new Given(function, values);
    }
}
