package io.graft.modelserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.generation.Embedder.Pooling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelServerConfigTest {

    @Test
    void names_and_defaults_stay_as_they_are() {
        ModelServerConfig defaults = TestConfig.of(Map.of());

        assertThat(defaults.baseModel()).isEqualTo("graft-tiny");
        assertThat(defaults.modelsDir()).isEqualTo(Path.of("models"));
        assertThat(defaults.adapterRoot()).isEqualTo(Path.of(".graft/adapters"));
        assertThat(defaults.stateDir()).isEqualTo(Path.of(".graft/model-server"));
        assertThat(defaults.maxAdapters()).isEqualTo(32);
        assertThat(defaults.maxAdapterSize().asLongValue()).isEqualTo(1L << 30);
        assertThat(defaults.cachedAdapters()).isEqualTo(8);
        assertThat(defaults.restoreInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(defaults.concurrency()).isEqualTo(16);
        assertThat(defaults.maxCacheSize().asLongValue()).isEqualTo(1L << 30);
        assertThat(defaults.timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(defaults.queue()).isEqualTo(64);
        assertThat(defaults.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(defaults.defaultMaxTokens()).isEqualTo(256);
        assertThat(defaults.defaultTemperature()).isZero();
        assertThat(defaults.embeddings().pooling()).isEqualTo(Pooling.MEAN);
        assertThat(defaults.embeddings().maxInputs()).isEqualTo(2048);
        assertThat(defaults.embeddings().maxTokens()).isEqualTo(300_000);
    }

    @Test
    void folders_follow_the_folders_of_the_whole() {
        ModelServerConfig given = TestConfig.of(Map.of("graft.home", "/g", "graft.models-dir", "/m"));

        assertThat(given.modelsDir()).isEqualTo(Path.of("/m"));
        assertThat(given.adapterRoot()).isEqualTo(Path.of("/g/adapters"));
        assertThat(given.stateDir()).isEqualTo(Path.of("/g/model-server"));
    }

    @Test
    void every_name_can_be_set() {
        ModelServerConfig given = TestConfig.of(Map.ofEntries(
                Map.entry("graft.model-server.base-model", "b"),
                Map.entry("graft.model-server.models-dir", "m"),
                Map.entry("graft.model-server.adapter-root", "a"),
                Map.entry("graft.model-server.state-dir", "s"),
                Map.entry("graft.model-server.max-adapters", "1"),
                Map.entry("graft.model-server.max-adapter-size", "2K"),
                Map.entry("graft.model-server.cached-adapters", "3"),
                Map.entry("graft.model-server.restore-interval", "4s"),
                Map.entry("graft.model-server.concurrency", "5"),
                Map.entry("graft.model-server.max-cache-size", "3K"),
                Map.entry("graft.model-server.timeout", "9s"),
                Map.entry("graft.model-server.queue", "6"),
                Map.entry("graft.model-server.retry-after", "7s"),
                Map.entry("graft.model-server.default-max-tokens", "8"),
                Map.entry("graft.model-server.default-temperature", "0.9"),
                Map.entry("graft.model-server.embeddings.pooling", "last-token"),
                Map.entry("graft.model-server.embeddings.max-inputs", "10"),
                Map.entry("graft.model-server.embeddings.max-tokens", "11")));

        assertThat(given.baseModel()).isEqualTo("b");
        assertThat(given.modelsDir()).isEqualTo(Path.of("m"));
        assertThat(given.adapterRoot()).isEqualTo(Path.of("a"));
        assertThat(given.stateDir()).isEqualTo(Path.of("s"));
        assertThat(given.maxAdapters()).isEqualTo(1);
        assertThat(given.maxAdapterSize().asLongValue()).isEqualTo(2048);
        assertThat(given.cachedAdapters()).isEqualTo(3);
        assertThat(given.restoreInterval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(given.concurrency()).isEqualTo(5);
        assertThat(given.maxCacheSize().asLongValue()).isEqualTo(3072);
        assertThat(given.timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(given.queue()).isEqualTo(6);
        assertThat(given.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(given.defaultMaxTokens()).isEqualTo(8);
        assertThat(given.defaultTemperature()).isEqualTo(0.9);
        assertThat(given.embeddings().pooling()).isEqualTo(Pooling.LAST_TOKEN);
        assertThat(given.embeddings().maxInputs()).isEqualTo(10);
        assertThat(given.embeddings().maxTokens()).isEqualTo(11);
    }
}
