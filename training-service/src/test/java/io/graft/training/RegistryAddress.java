package io.graft.training;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/// Tells the service where [FakeRegistry] will listen, and to hurry.
public final class RegistryAddress implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "graft.urls.registry", "http://127.0.0.1:" + freePort(),
                "graft.auth.enabled", "false",
                "graft.training.models-dir", System.getProperty("graft.root") + "/models",
                "graft.training.max-upload", "1M",
                "graft.training.queue.interval", "50ms",
                "graft.training.queue.stop-grace", "500ms",
                "quarkus.otel.traces.exporter", "none",
                "graft.events.relay-interval", "100ms");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Nothing to do: no socket is held.
    @Override
    public void stop() {}
}
