package io.graft.kit.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/// Who may call this service.
@ConfigMapping(prefix = "graft.auth")
public interface AuthConfig {

    /// Off means: no key is asked for, and the service must listen on loopback alone.
    @WithDefault("true")
    boolean enabled();

    /// The keys by their owner's name.
    Map<String, Key> keys();

    /// The key that this service itself shows to the others.
    Optional<String> clientKey();

    /// One API key.
    interface Key {
        /// SHA-256 of the key, in hexadecimal: the key itself is never stored.
        String digest();

        @WithDefault("viewer")
        Role role();
    }
}
