package io.graft.kit.auth;

/// What a caller may do; each role may do all that the ones before it may.
public enum Role {
    VIEWER,
    OPERATOR,
    APPROVER,
    ADMIN;

    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
