package io.graft.kit.auth;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Refuses to start a service that would listen to the world without asking who calls.
@ApplicationScoped
class LoopbackGuard {

    void check(
            @Observes StartupEvent started, AuthConfig config, @ConfigProperty(name = "quarkus.http.host") String host)
            throws UnknownHostException {
        if (!allows(config.enabled(), InetAddress.getByName(host))) {
            throw new IllegalStateException("graft.auth.enabled=false lets this service listen on loopback alone, but "
                    + "quarkus.http.host is " + host + ": switch auth on, or listen on 127.0.0.1");
        }
    }

    static boolean allows(boolean authEnabled, InetAddress host) {
        return authEnabled || host.isLoopbackAddress();
    }
}
