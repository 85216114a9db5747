package io.graft.kit.launch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a worker shows when it reports. The service keeps its digest alone.
public record WorkerToken(String secret) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SCHEME = "Bearer ";
    private static final int BYTES = 32;

    public static WorkerToken create() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new WorkerToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// From an `Authorization` header.
    public static Optional<WorkerToken> of(@Nullable String header) {
        return header == null || !header.startsWith(SCHEME)
                ? Optional.empty()
                : Optional.of(new WorkerToken(header.substring(SCHEME.length()).strip()));
    }

    /// SHA-256 in hexadecimal.
    public String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Never the secret.
    @Override
    public String toString() {
        return "WorkerToken(…)";
    }
}
