package io.graft.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which values the chart refuses, and with which words.
class ChartValuesTest {

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("replicas", 2, "additional properties 'replicas' not allowed"),
                Arguments.of("services.traning-service.port", 8080, "additional properties 'traning-service'"),
                Arguments.of("services.gateway.prot", 8090, "'/services/gateway'"),
                Arguments.of("services.gateway.port", 80, "minimum: got 80, want 1,024"),
                Arguments.of("services.gateway.resources.limits.memory", "much", "/services/gateway/resources/limits"),
                Arguments.of("postgresql.port", "five", "'/postgresql/port': got string, want integer"),
                Arguments.of("postgresql.password", "secret", "additional properties 'password' not allowed"),
                Arguments.of("postgresql.existingSecret", "", "'/postgresql/existingSecret'"),
                Arguments.of("postgresql.sslMode", "perhaps", "value must be one of 'disable'"),
                Arguments.of("kafka.bootstrapServers", "kafka", "'/kafka/bootstrapServers'"),
                Arguments.of("otlp.endpoint", "collector", "'/otlp/endpoint'"),
                Arguments.of("image.pullPolicy", "Sometimes", "value must be one of 'Always'"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_wrong_value_is_refused_by_its_name(String path, Object value, String words) {
        Map<String, Object> values = Map.of(path, value);

        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(words);
    }

    @ParameterizedTest
    @MethodSource
    void what_a_service_is_told_besides_cannot_take_auth_away(String variable, String value) {
        Map<String, Object> values = Map.of("services.gateway.env." + variable, value);

        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining("/services/gateway/env")
                .hasMessageContaining(variable);
    }

    static Stream<Arguments> what_a_service_is_told_besides_cannot_take_auth_away() {
        return Stream.of(
                Arguments.of("GRAFT_AUTH_ENABLED", "off"),
                Arguments.of("GRAFT_AUTH_CLIENT_KEY", "secret"),
                Arguments.of("QUARKUS_HTTP_HOST", "localhost"),
                Arguments.of("QUARKUS_DATASOURCE_PASSWORD", "secret"));
    }

    @Test
    void what_a_service_is_told_besides_reaches_its_container() {
        Rendering chart = Chart.render(Map.of("services.model-server.env.GRAFT_MODEL_SERVER_BASE_MODEL", "smollm2"));

        assertThat(chart.environment("model-server")).containsEntry("GRAFT_MODEL_SERVER_BASE_MODEL", "smollm2");
    }
}
