package io.graft.registry.model;

/// Who moves something, and why: goes into the audit.
///
/// @param by a person's key name, `policy` or a service's name
public record Change(String by, String reason) {

    /// The gates' and rules' own doing.
    public static final String POLICY = "policy";

    public static final String DEPLOYER = "deployer";
}
