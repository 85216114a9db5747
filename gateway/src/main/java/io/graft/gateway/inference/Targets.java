package io.graft.gateway.inference;

import io.graft.gateway.route.Routes;
import io.graft.gateway.route.TrafficSplit;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/// Picks who answers a request.
@ApplicationScoped
class Targets {

    private final Routes routes;
    private final RandomGenerator random;

    Targets(Routes routes, RandomGenerator random) {
        this.routes = routes;
        this.random = random;
    }

    Target of(Ask ask) {
        return routes.find(ask.model())
                .map(split -> Target.routed(ask.model(), split.versionOf(bucket(ask))))
                .orElseGet(() -> Target.asNamed(ask.model()));
    }

    private int bucket(Ask ask) {
        return ask.sticky().map(key -> bucket(ask.model(), key)).orElseGet(() -> random.nextInt(TrafficSplit.BUCKETS));
    }

    /// The bucket of a sticky key: the same on every gateway, and another one for another model.
    static int bucket(String model, String key) {
        byte[] hash = sha256().digest((model + '\n' + key).getBytes(StandardCharsets.UTF_8));
        int head = ((hash[0] & 0xff) << 16) | ((hash[1] & 0xff) << 8) | (hash[2] & 0xff);
        return head % TrafficSplit.BUCKETS;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
