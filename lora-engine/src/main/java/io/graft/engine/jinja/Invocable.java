package io.graft.engine.jinja;

/// Something that a template calls: a function, a method with its object, a macro.
@FunctionalInterface
public interface Invocable {

    /// @param arguments of the call; values as in [Values]
    Object call(Arguments arguments);
}
