package io.graft.kit.auth;

import jakarta.enterprise.context.RequestScoped;

/// Who makes the present call.
@RequestScoped
public class Caller {

    private String name = "anonymous";

    /// The name of the key's owner, `anonymous` where auth is off.
    public String name() {
        return name;
    }

    void is(String name) {
        this.name = name;
    }
}
