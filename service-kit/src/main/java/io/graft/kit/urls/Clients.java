package io.graft.kit.urls;

import io.graft.client.JsonClient;
import io.graft.kit.auth.AuthConfig;
import io.graft.kit.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/// Clients of the other services, which carry the present trace and this service's key.
@ApplicationScoped
public class Clients {

    private final AuthConfig auth;
    private final JsonClient training;
    private final JsonClient benchmarks;
    private final JsonClient deployment;
    private final JsonClient registry;
    private final JsonClient gateway;
    private final JsonClient modelServer;

    Clients(ServiceUrls urls, AuthConfig auth) {
        this.auth = auth;
        this.training = new JsonClient(urls.training(), this::headers);
        this.benchmarks = new JsonClient(urls.benchmarks(), this::headers);
        this.deployment = new JsonClient(urls.deployment(), this::headers);
        this.registry = new JsonClient(urls.registry(), this::headers);
        this.gateway = new JsonClient(urls.gateway(), this::headers);
        this.modelServer = new JsonClient(urls.modelServer(), this::headers);
    }

    public JsonClient training() {
        return training;
    }

    public JsonClient benchmarks() {
        return benchmarks;
    }

    public JsonClient deployment() {
        return deployment;
    }

    public JsonClient registry() {
        return registry;
    }

    public JsonClient gateway() {
        return gateway;
    }

    public JsonClient modelServer() {
        return modelServer;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        String traceparent = Traces.current();
        if (traceparent != null) {
            headers.put("traceparent", traceparent);
        }
        auth.clientKey().ifPresent(key -> headers.put("X-API-Key", key));
        return headers;
    }
}
