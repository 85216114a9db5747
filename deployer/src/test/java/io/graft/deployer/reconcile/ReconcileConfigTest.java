package io.graft.deployer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconcileConfigTest {

    @Test
    void every_name_and_default_is_pinned() {
        ReconcileConfig defaults = config();
        assertThat(defaults.interval()).isEqualTo(Duration.ofMillis(500));
        assertThat(defaults.upkeepInterval()).isEqualTo(Duration.ofSeconds(5));

        ReconcileConfig set = config("graft.reconcile.interval", "1s", "graft.reconcile.upkeep-interval", "2s");
        assertThat(set.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(set.upkeepInterval()).isEqualTo(Duration.ofSeconds(2));
    }

    private static ReconcileConfig config(String... values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(ReconcileConfig.class);
        for (int i = 0; i < values.length; i += 2) {
            builder.withDefaultValue(values[i], values[i + 1]);
        }
        return builder.build().getConfigMapping(ReconcileConfig.class);
    }
}
