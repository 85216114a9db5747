package io.graft.gateway.inference;

/// Who answers a request.
///
/// @param upstream the model server's name for it: `name@version`, or the base model's name
/// @param routed   whether a route chose the version, and not the caller
record Target(String model, String version, String upstream, boolean routed) {

    /// The version that stands in the log for the base model without an adapter.
    static final String BASE = "base";

    static Target routed(String model, String version) {
        return new Target(model, version, model + "@" + version, true);
    }

    /// A name without a route: a pinned version, or the base model.
    static Target asNamed(String name) {
        int at = name.indexOf('@');
        return at <= 0 || at == name.length() - 1
                ? new Target(name, BASE, name, false)
                : new Target(name.substring(0, at), name.substring(at + 1), name, false);
    }
}
