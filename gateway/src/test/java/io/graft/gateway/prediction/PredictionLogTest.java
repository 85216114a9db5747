package io.graft.gateway.prediction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import io.graft.gateway.FakeModelServer.Mood;
import io.graft.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PredictionLogTest extends GatewayTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker = "";

    @Inject
    Predictions predictions;

    @Test
    void a_request_id_is_recorded_and_told_once() throws IOException {
        String model = routed("1.0.0", 100);
        String id = UUID.randomUUID().toString();

        chat(model, "hi", Map.of("X-Request-Id", id)).then().header("x-request-id", id);
        chat(model, "hi", Map.of("X-Request-Id", id)).then().statusCode(200);
        chat(model, "last", Map.of());

        assertThat(stat(model, "1.0.0", "requests")).isEqualTo(2);
        List<JsonNode> events =
                eventsUntil(model, event -> event.path("prompt").asText().equals("last"));
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().path("request_id").asText()).isEqualTo(id);
        assertThat(events.getFirst().path("version").asText()).isEqualTo("1.0.0");
        assertThat(events.getFirst().path("prompt").asText()).isEqualTo("hi");
        assertThat(events.getFirst().path("completion").asText()).isEqualTo(model + "@1.0.0 says hi");
        assertThat(events.getFirst().has("error")).isFalse();
    }

    @Test
    void a_retry_replaces_a_try_that_never_reached_its_version() throws IOException {
        String model = routed("1.0.0", 100);
        String id = UUID.randomUUID().toString();
        modelServer.mood(model + "@1.0.0", Mood.STARTING);
        chat(model, "hi", Map.of("X-Request-Id", id)).then().statusCode(503);

        modelServer.cheerUp(model + "@1.0.0");
        chat(model, "hi", Map.of("X-Request-Id", id)).then().statusCode(200);

        assertThat(stat(model, "1.0.0", "requests")).isEqualTo(1);
        assertThat(stat(model, "1.0.0", "unavailable")).isZero();
        List<JsonNode> events = eventsUntil(model, event -> !event.has("error"));
        assertThat(events.getFirst().path("error").asText()).isEqualTo("unavailable");
    }

    @Test
    void a_foreign_request_id_is_replaced_by_one_of_our_own() {
        String model = routed("1.0.0", 100);

        String id = chat(model, "hi", Map.of("X-Request-Id", "abc")).header("x-request-id");

        assertThat(predictions.find(UUID.fromString(id))).isPresent();
    }

    @Test
    void statistics_are_the_exact_percentiles_of_the_answers() {
        String model = "m-" + UUID.randomUUID();
        for (int i = 1; i <= 101; i++) {
            record(model, Outcome.ANSWERED, Duration.ofMillis(i), Instant.now(Clock.systemUTC()));
        }
        record(model, Outcome.VERSION_ERROR, Duration.ofHours(1), Instant.now(Clock.systemUTC()));

        given().queryParams("model", model, "version", "1.0.0")
                .get("/v1/gateway/stats")
                .then()
                .body("requests", equalTo(102))
                .body("errors", equalTo(1))
                .body("p50", equalTo(51.0f))
                .body("p95", equalTo(96.0f))
                .body("p99", equalTo(100.0f));
        given().get("/v1/gateway/stats/" + model).then().body("items.version", contains("1.0.0"));
    }

    @Test
    void statistics_begin_where_the_caller_says() {
        String model = "m-" + UUID.randomUUID();
        Instant old = Instant.parse("2026-01-01T00:00:00Z");
        record(model, Outcome.ANSWERED, Duration.ofMillis(1), old);

        given().queryParams("model", model, "version", "1.0.0", "since", "2026-01-01T00:00:01Z")
                .get("/v1/gateway/stats")
                .then()
                .body("requests", equalTo(0));
        given().queryParams("model", model, "version", "1.0.0", "since", "yesterday")
                .get("/v1/gateway/stats")
                .then()
                .statusCode(422)
                .body("errors.field", contains("since"));
    }

    @Test
    void what_is_older_than_the_retention_is_forgotten() {
        String model = "m-" + UUID.randomUUID();
        UUID old = record(model, Outcome.ANSWERED, Duration.ofMillis(1), Instant.parse("2020-01-01T00:00:00Z"));
        UUID young = record(model, Outcome.ANSWERED, Duration.ofMillis(1), Instant.parse("2020-01-03T00:00:00Z"));

        predictions.purge(Instant.parse("2020-01-02T00:00:00Z"));

        assertThat(predictions.find(old)).isEmpty();
        assertThat(predictions.find(young)).isPresent();
    }

    private UUID record(String model, Outcome outcome, Duration latency, Instant at) {
        UUID id = UUID.randomUUID();
        predictions.record(new Prediction(id, model, "1.0.0", "p", "c", outcome, latency, at));
        return id;
    }

    /// The model's events, up to and with the first that is as wanted.
    private List<JsonNode> eventsUntil(String model, Predicate<JsonNode> wanted) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        Instant deadline = Instant.now(Clock.systemUTC()).plusSeconds(20);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        UUID.randomUUID().toString(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("graft.inference"));
            while (Instant.now(Clock.systemUTC()).isBefore(deadline)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Optional<JsonNode> event = of(model, record);
                    event.ifPresent(events::add);
                    if (event.filter(wanted).isPresent()) {
                        return events;
                    }
                }
            }
        }
        throw new AssertionError("no such event of " + model + " among " + events);
    }

    private static Optional<JsonNode> of(String model, ConsumerRecord<String, byte[]> record) throws IOException {
        return model.equals(record.key())
                ? Optional.of(ContractJson.mapper().readTree(record.value()))
                : Optional.empty();
    }
}
