package io.graft.modelserver.adapter;

import io.graft.kit.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where an adapter comes from.
sealed interface AdapterSource {

    Pattern REGISTRY =
            Pattern.compile("registry://([A-Za-z0-9][A-Za-z0-9._-]{0,127})/([A-Za-z0-9][A-Za-z0-9.+_-]{0,63})");

    /// As a caller writes it.
    String text();

    /// A version in the registry.
    record Registered(String model, String version) implements AdapterSource {

        @Override
        public String text() {
            return "registry://" + model + "/" + version;
        }
    }

    /// A folder below the adapter root, or one that claims to be.
    record Folder(String text) implements AdapterSource {}

    static AdapterSource of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw refused(String.valueOf(text));
        }
        Matcher registered = REGISTRY.matcher(text);
        if (registered.matches()) {
            return new Registered(registered.group(1), registered.group(2));
        }
        if (text.contains("://")) {
            throw refused(text);
        }
        return new Folder(text);
    }

    static Problem refused(String text) {
        return Problem.Invalid.of(
                "lora_path", "must be registry://NAME/VERSION or a folder below the adapter root, is " + text);
    }
}
