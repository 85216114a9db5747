package io.graft.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// Pins the names and defaults that people configure.
class ArtifactConfigTest {

    @Test
    void names_and_defaults_stay_what_they_are() throws IOException {
        Properties defaults = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
            assertThat(file).isNotNull();
            defaults.load(file);
        }
        assertThat(defaults)
                .containsEntry(
                        "graft.registry.artifacts-dir",
                        "${GRAFT_ARTIFACTS_DIR:${GRAFT_HOME:${user.home}/.graft}/artifacts}")
                .containsEntry("graft.registry.max-artifact", "4G")
                .containsEntry("graft.registry.max-body", "4M")
                .containsEntry("quarkus.http.port", "8083");
    }
}
