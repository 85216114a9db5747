package io.graft.engine.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How to reach the hub, and where models are kept.
///
/// @param endpoint  address of the hub or of a mirror, without a slash at its end
/// @param cache     folder with a subfolder per repository, laid out as Python's `huggingface_hub` does
/// @param mode      whether the network may be used
/// @param maxBytes  the largest model that is downloaded
public record HubSettings(URI endpoint, Optional<HubToken> token, Path cache, Mode mode, long maxBytes) {

    /// Whether the network may be used.
    public enum Mode {
        ONLINE,
        /// Only what the cache holds.
        OFFLINE
    }

    /// 200 GB: more than any model that a CPU can serve, less than a mistake in a server's answer.
    public static final long DEFAULT_MAX_BYTES = 200_000_000_000L;

    private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");

    public HubSettings {
        String scheme = String.valueOf(endpoint.getScheme());
        if (!Set.of("http", "https").contains(scheme) || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "the hub's address (HF_ENDPOINT) must start with https:// or http:// and a host, is " + endpoint);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException(
                    "the limit for a model (GRAFT_HUB_MAX_BYTES) must be at least 1, is " + maxBytes);
        }
    }

    /// The settings that `huggingface_hub` would take from the same environment: `HF_ENDPOINT`, `HF_TOKEN`,
    /// `HF_TOKEN_PATH`, `HF_HOME`, `HF_HUB_CACHE`, `XDG_CACHE_HOME`, `HF_HUB_OFFLINE`; and `GRAFT_HUB_MAX_BYTES`.
    ///
    /// @param environment variables of the process
    /// @param userHome    home folder of the user
    /// @throws IllegalArgumentException naming the variable that is wrong
    public static HubSettings of(Map<String, String> environment, Path userHome) throws IOException {
        Variables variables = new Variables(environment, userHome);
        Path home = variables
                .folder("HF_HOME")
                .orElseGet(() -> variables
                        .folder("XDG_CACHE_HOME")
                        .orElse(userHome.resolve(".cache"))
                        .resolve("huggingface"));
        Path cache = variables
                .folder("HF_HUB_CACHE")
                .or(() -> variables.folder("HUGGINGFACE_HUB_CACHE"))
                .orElse(home.resolve("hub"));
        boolean offline = variables
                .text("HF_HUB_OFFLINE")
                .or(() -> variables.text("TRANSFORMERS_OFFLINE"))
                .map(value -> YES.contains(value.toUpperCase(Locale.ROOT)))
                .orElse(false);
        return new HubSettings(
                variables.endpoint(),
                variables.token(home),
                cache,
                offline ? Mode.OFFLINE : Mode.ONLINE,
                variables.maxBytes());
    }

    /// Variables that are set to something.
    private record Variables(Map<String, String> environment, Path userHome) {

        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        Optional<Path> folder(String name) {
            return text(name).map(this::path);
        }

        private Path path(String text) {
            if (text.equals("~") || text.startsWith("~/")) {
                return userHome.resolve(text.substring(Math.min(2, text.length())));
            }
            return Path.of(text);
        }

        URI endpoint() {
            String text = text("HF_ENDPOINT").orElse("https://huggingface.co");
            try {
                return URI.create(text.replaceAll("/+$", ""));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("HF_ENDPOINT must be an address, is " + text, e);
            }
        }

        /// The token itself, or the one that `hf auth login` left in a file.
        Optional<HubToken> token(Path home) throws IOException {
            Optional<String> direct = text("HF_TOKEN").or(() -> text("HUGGING_FACE_HUB_TOKEN"));
            Path file = folder("HF_TOKEN_PATH").orElse(home.resolve("token"));
            if (direct.isEmpty() && Files.isRegularFile(file)) {
                direct = Optional.of(Files.readString(file).strip()).filter(value -> !value.isEmpty());
            }
            return direct.map(HubToken::new);
        }

        long maxBytes() {
            String text = text("GRAFT_HUB_MAX_BYTES").orElse(String.valueOf(DEFAULT_MAX_BYTES));
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("GRAFT_HUB_MAX_BYTES must be a whole number, is " + text, e);
            }
        }
    }
}
