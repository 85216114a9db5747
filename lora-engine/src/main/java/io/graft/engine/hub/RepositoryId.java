package io.graft.engine.hub;

import java.util.regex.Pattern;

/// A model repository of the hub, such as `HuggingFaceTB/SmolLM2-135M`.
public record RepositoryId(String owner, String name) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?");

    public RepositoryId {
        require("owner", owner);
        require("name", name);
    }

    /// The hub's own rule; it also keeps every part a safe name of a folder.
    private static void require(String field, String value) {
        if (!PART.matcher(value).matches() || value.contains("--") || value.contains("..")) {
            throw new IllegalArgumentException(field
                    + " of a hub repository must be 1 to 96 letters, digits, '-', '_' or '.', without '--' and '..'"
                    + " and with neither '-' nor '.' at its ends, is \"" + value + "\"");
        }
    }

    /// The folder of this repository in the cache.
    String folderName() {
        return "models--" + owner + "--" + name;
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
