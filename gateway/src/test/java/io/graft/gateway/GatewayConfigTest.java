package io.graft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {

    @Test
    void names_and_defaults_stay_as_they_are() {
        GatewayConfig defaults = config(Map.of());

        assertThat(defaults.retryFor()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.answerTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(defaults.logPrompts()).isTrue();
        assertThat(defaults.logBytes()).isEqualTo(8192);
        assertThat(defaults.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(defaults.purgeInterval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void every_name_can_be_set() {
        GatewayConfig given = config(Map.of(
                "graft.gateway.retry-for", "1s",
                "graft.gateway.answer-timeout", "2s",
                "graft.gateway.log-prompts", "false",
                "graft.gateway.log-bytes", "10",
                "graft.gateway.retention", "3d",
                "graft.gateway.purge-interval", "4s"));

        assertThat(given.retryFor()).isEqualTo(Duration.ofSeconds(1));
        assertThat(given.answerTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(given.logPrompts()).isFalse();
        assertThat(given.logBytes()).isEqualTo(10);
        assertThat(given.retention()).isEqualTo(Duration.ofDays(3));
        assertThat(given.purgeInterval()).isEqualTo(Duration.ofSeconds(4));
    }

    private static GatewayConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
