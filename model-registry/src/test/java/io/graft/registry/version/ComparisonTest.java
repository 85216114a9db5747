package io.graft.registry.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.registry.RegistryApi.CompareResponse;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.registry.model.Jsonb;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private final VersionView one = view("1.0.0", Map.of("acc,none", 0.8), "a", "{\"lora\":{\"r\":8},\"seed\":42}");
    private final VersionView two = view("1.1.0", Map.of("acc,none", 0.9), "b", "{\"lora\":{\"r\":16},\"seed\":42}");

    @Test
    void what_differs_has_one_value_per_version_in_their_order() {
        CompareResponse compared = Comparison.of(List.of(one, two));
        assertThat(compared.differences())
                .containsEntry("metrics.acc,none", List.of(0.8, 0.9))
                .containsEntry("hyperparameters.lora.r", List.of(IntNode.valueOf(8), IntNode.valueOf(16)))
                .containsKey("files.adapter_model.safetensors")
                .doesNotContainKey("hyperparameters.seed");
    }

    @Test
    void what_is_equal_is_said_once() {
        assertThat(Comparison.of(List.of(one, two)).similarities())
                .containsEntry("base_model", "graft-tiny")
                .containsEntry("hyperparameters.seed", IntNode.valueOf(42))
                .doesNotContainKey("metrics.acc,none");
    }

    @Test
    void what_a_version_lacks_is_a_difference_with_null() {
        VersionView more = view("1.2.0", Map.of("acc,none", 0.8, "f1", 0.5), "a", "{\"dropout\":0.1}");
        CompareResponse compared = Comparison.of(List.of(one, more));
        assertThat(compared.differences().get("metrics.f1")).containsExactly(null, 0.5);
        assertThat(compared.differences().get("hyperparameters.dropout"))
                .containsExactly(null, DoubleNode.valueOf(0.1));
        assertThat(compared.similarities()).containsEntry("metrics.acc,none", 0.8);
    }

    private static VersionView view(String version, Map<String, Double> metrics, String file, String hyperparameters) {
        return new VersionView(
                "intents",
                version,
                Stage.candidate,
                "graft-tiny",
                null,
                Map.of(),
                Map.of(),
                json(hyperparameters),
                metrics,
                List.of(new ArtifactFile("adapter_model.safetensors", "sha256:" + file.repeat(64), 1)),
                "sha256:" + file.repeat(64),
                List.of(),
                null,
                null,
                List.of(),
                Instant.EPOCH);
    }

    private static JsonNode json(String text) {
        return Jsonb.read(text, JsonNode.class);
    }
}
