package io.graft.kit.auth;

import io.graft.kit.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Asks every call for a key with the role that it needs, unless auth is off.
@Provider
@Priority(Priorities.AUTHENTICATION)
class AuthFilter implements ContainerRequestFilter {

    /// Asked for late: filters are made before the configuration of the running service is there.
    private final Instance<AuthConfig> config;
    private final Caller caller;

    @Context
    ResourceInfo resource;

    @Inject
    @SuppressWarnings("NullAway.Init") // the framework sets the resource
    AuthFilter(Instance<AuthConfig> config, Caller caller) {
        this.config = config;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!config.get().enabled() || annotation(OwnAuth.class).isPresent()) {
            return;
        }
        String key = key(request)
                .orElseThrow(() -> new Problem.Unauthenticated(
                        "give an API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"));
        Map.Entry<String, AuthConfig.Key> owner =
                owner(key).orElseThrow(() -> new Problem.Unauthenticated("nobody gave out this API key"));
        Role needed = needed(request.getMethod());
        if (!owner.getValue().role().covers(needed)) {
            throw new Problem.Forbidden("this needs the role " + needed + ", the key of " + owner.getKey() + " has "
                    + owner.getValue().role());
        }
        caller.is(owner.getKey());
    }

    private Role needed(String method) {
        return annotation(RolesNeeded.class)
                .map(RolesNeeded::value)
                .orElse("GET".equals(method) || "HEAD".equals(method) ? Role.VIEWER : Role.OPERATOR);
    }

    private <A extends Annotation> Optional<A> annotation(Class<A> type) {
        A onMethod = resource.getResourceMethod().getAnnotation(type);
        return Optional.ofNullable(
                onMethod != null ? onMethod : resource.getResourceClass().getAnnotation(type));
    }

    private static Optional<String> key(ContainerRequestContext request) {
        String bearer = request.getHeaderString("Authorization");
        if (bearer != null && bearer.startsWith("Bearer ")) {
            return Optional.of(bearer.substring("Bearer ".length()));
        }
        return Optional.ofNullable(request.getHeaderString("X-API-Key"));
    }

    private Optional<Map.Entry<String, AuthConfig.Key>> owner(String key) {
        byte[] given = sha256(key);
        return config.get().keys().entrySet().stream()
                .filter(entry -> MessageDigest.isEqual(
                        given, HexFormat.of().parseHex(entry.getValue().digest())))
                .findFirst();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
