package io.graft.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the gateway treats the model server and its own log.
@ConfigMapping(prefix = "graft.gateway")
public interface GatewayConfig {

    /// How long a request waits for a model server that is away before it is refused.
    @WithDefault("5s")
    Duration retryFor();

    /// How long the model server may take until its answer begins.
    @WithDefault("5m")
    Duration answerTimeout();

    /// Whether the prediction log keeps prompts.
    @WithDefault("true")
    boolean logPrompts();

    /// Bytes of a prompt, and of an answer, that the prediction log keeps.
    @WithDefault("8192")
    int logBytes();

    /// How long the prediction log keeps a prediction.
    @WithDefault("30d")
    Duration retention();

    /// How often the prediction log is purged.
    @WithDefault("1h")
    Duration purgeInterval();
}
