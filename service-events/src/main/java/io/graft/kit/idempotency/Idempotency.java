package io.graft.kit.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import io.graft.kit.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `Idempotency-Key`: a call that is made twice with the same key is carried out once. Keys are kept for 24 hours.
@ApplicationScoped
public class Idempotency {

    private static final int LONGEST_KEY = 255;
    private static final Duration KEPT = Duration.ofHours(24);

    private final IdempotencyStore store;
    private final Clock clock = Clock.systemUTC();

    Idempotency(IdempotencyStore store) {
        this.store = store;
    }

    /// Runs `work` in one transaction with the note of its answer, or repeats the answer given before.
    ///
    /// @param key       the header's value; null: no promise was asked for, `work` just runs
    /// @param operation method and path: the same key may be used for different calls
    /// @param body      what was asked; another body under the same key is a mistake of the caller (422)
    public Response once(@Nullable String key, String operation, @Nullable Object body, Supplier<Response> work) {
        if (key == null) {
            return QuarkusTransaction.joiningExisting().call(work::get);
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Problem.Invalid.of("Idempotency-Key", "must have 1 to " + LONGEST_KEY + " characters");
        }
        String digest = digest(json(body));
        return QuarkusTransaction.joiningExisting().call(() -> answer(key, operation, digest, work));
    }

    private Response answer(String key, String operation, String digest, Supplier<Response> work) {
        if (!store.lock(operation, key)) {
            throw new Problem.Conflict(
                    "idempotency_key_in_use", "a call with this Idempotency-Key is still running: wait for its answer");
        }
        store.forget(clock.instant().minus(KEPT));
        return store.find(operation, key)
                .map(given -> repeat(given, digest))
                .orElseGet(() -> first(key, operation, digest, work));
    }

    private static Response repeat(IdempotencyStore.Given given, String digest) {
        if (!given.bodyDigest().equals(digest)) {
            throw Problem.Invalid.of("Idempotency-Key", "was used before with another body: take a new key");
        }
        Response.ResponseBuilder answer = Response.status(given.status()).header("Idempotency-Replayed", "true");
        if (given.location() != null) {
            answer.header("Location", given.location());
        }
        if (given.etag() != null) {
            answer.header("ETag", given.etag());
        }
        return given.body() == null
                ? answer.build()
                : answer.type("application/json").entity(given.body()).build();
    }

    private Response first(String key, String operation, String digest, Supplier<Response> work) {
        Response response = work.get();
        store.remember(
                operation,
                key,
                new IdempotencyStore.Given(
                        digest,
                        response.getStatus(),
                        response.getHeaderString("Location"),
                        response.getHeaderString("ETag"),
                        response.getEntity() == null ? null : json(response.getEntity())),
                clock.instant());
        return response;
    }

    private static String json(@Nullable Object body) {
        try {
            JsonNode tree = ContractJson.mapper().valueToTree(body);
            return ContractJson.mapper().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body that is no JSON: " + body, e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
