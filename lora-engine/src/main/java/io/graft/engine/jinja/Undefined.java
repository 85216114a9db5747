package io.graft.engine.jinja;

/// What a name or a member that is not there stands for: false, empty, and an error where more is asked of it.
///
/// @param message what is told then
record Undefined(String message) {

    static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    static Undefined member(Object base, Object key) {
        String owner = base == None.NONE ? "None" : Values.type(base) + " object";
        return key instanceof String name
                ? new Undefined("'" + owner + "' has no attribute '" + name + "'")
                : new Undefined(owner + " has no element " + PythonText.repr(key));
    }

    TemplateException error() {
        return new TemplateException(message);
    }
}
