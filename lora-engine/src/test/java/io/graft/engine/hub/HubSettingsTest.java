package io.graft.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {

    @TempDir
    Path home;

    @Test
    void an_empty_environment_means_the_public_hub_and_the_usual_cache() throws IOException {
        HubSettings settings = HubSettings.of(Map.of("HF_TOKEN", " "), home);
        assertThat(settings.endpoint()).hasToString("https://huggingface.co");
        assertThat(settings.token()).isEmpty();
        assertThat(settings.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(settings.mode()).isEqualTo(HubSettings.Mode.ONLINE);
        assertThat(settings.maxBytes()).isEqualTo(200_000_000_000L);
    }

    @Test
    void variables_win_in_the_order_of_huggingface_hub() throws IOException {
        Map<String, String> variables = Map.of(
                "HF_ENDPOINT", "http://localhost:1234/mirror/",
                "HF_HOME", "~/models",
                "XDG_CACHE_HOME", "/elsewhere",
                "HF_HUB_OFFLINE", "yes",
                "HF_TOKEN", "hf_a",
                "GRAFT_HUB_MAX_BYTES", "5");
        HubSettings settings = HubSettings.of(variables, home);
        assertThat(settings.endpoint()).hasToString("http://localhost:1234/mirror");
        assertThat(settings.cache()).isEqualTo(home.resolve("models/hub"));
        assertThat(settings.mode()).isEqualTo(HubSettings.Mode.OFFLINE);
        assertThat(settings.token()).contains(new HubToken("hf_a"));
        assertThat(settings.maxBytes()).isEqualTo(5);
        assertThat(HubSettings.of(Map.of("HF_HUB_CACHE", "/c", "HF_HOME", "/h"), home)
                        .cache())
                .isEqualTo(Path.of("/c"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x"), home).cache())
                .isEqualTo(Path.of("/x/huggingface/hub"));
    }

    @Test
    void a_token_that_login_left_in_a_file_is_used() throws IOException {
        Files.createDirectories(home.resolve("hf"));
        Files.writeString(home.resolve("hf/token"), "hf_b\n");
        HubSettings settings =
                HubSettings.of(Map.of("HF_HOME", home.resolve("hf").toString()), home);
        assertThat(settings.token()).contains(new HubToken("hf_b"));
        assertThat(settings.toString()).doesNotContain("hf_b");
    }

    @Test
    void values_that_cannot_be_are_named() {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "ftp://x"), home))
                .hasMessageContaining("HF_ENDPOINT) must start with https:// or http://");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "http://a b"), home))
                .hasMessage("HF_ENDPOINT must be an address, is http://a b");
        assertThatThrownBy(() -> HubSettings.of(Map.of("GRAFT_HUB_MAX_BYTES", "1GB"), home))
                .hasMessage("GRAFT_HUB_MAX_BYTES must be a whole number, is 1GB");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_TOKEN", "a\nb"), home))
                .hasMessageContaining("HF_TOKEN")
                .message()
                .doesNotContain("a\nb");
    }
}
