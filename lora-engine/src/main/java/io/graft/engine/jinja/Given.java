package io.graft.engine.jinja;

import java.util.Map;

/// Arguments of a function by the names of its parameters.
record Given(String function, Map<String, Object> values) {

    boolean has(String name) {
        return values.containsKey(name) && values.get(name) != None.NONE;
    }

    Object get(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new TemplateException(function + "() misses its argument '" + name + "'");
        }
        return value;
    }

    Object get(String name, Object otherwise) {
        Object value = values.get(name);
        return value == null ? otherwise : value;
    }

    String text(String name) {
        return Values.text(get(name), function + "() takes a string as its argument '" + name + "'");
    }

    /// Also where `None` is given.
    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /// Also where `None` is given.
    long number(String name, long otherwise) {
        return has(name) ? Values.integer(get(name)) : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        return Values.truth(get(name, otherwise));
    }

    /// What was left over.
    Arguments rest() {
        return (Arguments) get(Arguments.REST);
    }
}
