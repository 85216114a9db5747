package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {

    @Test
    void every_setting_has_its_documented_default() {
        TrainingConfig config = new SmallRyeConfigBuilder()
                .withMapping(TrainingConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(TrainingConfig.class);

        assertThat(config.modelsDir()).isEqualTo(Path.of("models"));
        assertThat(config.maxUpload().asLongValue()).isEqualTo(256L << 20);
        assertThat(config.maxRows()).isEqualTo(1_000_000);
        assertThat(config.maxRow().asLongValue()).isEqualTo(64 << 10);
        assertThat(config.maxLabels()).isEqualTo(1_000);
        assertThat(config.maxRejectedShare()).isEqualTo(0.1);
        assertThat(config.queue().maxConcurrent()).isEqualTo(1);
        assertThat(config.queue().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.queue().maxAttempts()).isEqualTo(3);
        assertThat(config.queue().stopGrace()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.queue().silence()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.queue().heapMb()).isEqualTo(2048);
        assertThat(config.queue().progressEvery()).isEqualTo(Duration.ofSeconds(5));
    }
}
