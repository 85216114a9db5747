package io.graft.engine.hub;

import java.util.regex.Pattern;

/// A branch, a tag, a pull request (`refs/pr/1`) or a commit of a hub repository.
public record Revision(String name) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*(?:/[A-Za-z0-9_][A-Za-z0-9._+-]*)*");

    /// The branch that is meant where none is named.
    public static final Revision MAIN = new Revision("main");

    public Revision {
        if (name.length() > 200 || !NAME.matcher(name).matches() || name.contains("..")) {
            throw new IllegalArgumentException(
                    "a revision must be a branch, a tag or a commit, made of letters, digits,"
                            + " '-', '_', '.', '+' and '/', is \"" + name + "\"");
        }
    }

    /// Whether this is a commit itself, which never moves.
    boolean isCommit() {
        return isCommit(name);
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /// As one segment of a path in a URL.
    String segment() {
        return name.replace("/", "%2F").replace("+", "%2B");
    }

    @Override
    public String toString() {
        return name;
    }
}
