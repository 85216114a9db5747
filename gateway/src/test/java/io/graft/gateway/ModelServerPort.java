package io.graft.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/// A free port at which the gateway expects the model server; the tests let a [FakeModelServer] listen there.
public final class ModelServerPort implements QuarkusTestResourceLifecycleManager {

    public static final String PROPERTY = "test.model-server.port";

    @Override
    public Map<String, String> start() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(socket.getLocalPort());
            return Map.of(
                    "graft.urls.model-server",
                    "http://127.0.0.1:" + port,
                    PROPERTY,
                    port,
                    "graft.auth.enabled",
                    "false",
                    "graft.gateway.retry-for",
                    "2s",
                    "quarkus.otel.sdk.disabled",
                    "true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // A port needs no stopping.
    }
}
