package io.graft.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.event.EventType;
import io.graft.contracts.event.GraftEvent;
import io.graft.contracts.event.TrainingEvent;
import io.graft.contracts.training.RunConfig;
import io.graft.contracts.worker.WorkerReport;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WireFormTest {

    private final ObjectMapper json = ContractJson.mapper();

    @Test
    void names_are_snake_case_and_absent_fields_stay_away() throws Exception {
        String text = json.writeValueAsString(RunConfig.empty());

        assertThat(text).isEqualTo("{}");
        assertThat(json.writeValueAsString(RunConfig.defaults()))
                .contains("\"learning_rate\":2.0E-4", "\"lora_alpha\":32.0", "\"target_modules\":[\"q_proj\"");
    }

    @Test
    void an_event_survives_the_wire() throws Exception {
        GraftEvent event = new TrainingEvent.RunQueued(
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                "desk",
                "library",
                "abc",
                RunConfig.defaults());

        GraftEvent back = json.readValue(
                json.writeValueAsBytes(event), EventType.of(event).body());

        assertThat(back).isEqualTo(event);
        assertThat(EventType.topic(event)).isEqualTo("graft.training");
    }

    @Test
    void a_worker_report_carries_its_kind() throws Exception {
        WorkerReport report = new WorkerReport.Progress(50, 1.5, 3, 6, List.of());

        String text = json.writeValueAsString(report);

        assertThat(text).contains("\"kind\":\"progress\"");
        assertThat(json.readValue(text, WorkerReport.class)).isEqualTo(report);
    }

    @Test
    void every_event_record_has_a_type_of_its_own() {
        Stream<Class<?>> records = Arrays.stream(GraftEvent.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));

        assertThat(Arrays.stream(EventType.values()).map(EventType::body))
                .containsExactlyInAnyOrderElementsOf(records.map(body -> body.<GraftEvent>asSubclass(GraftEvent.class))
                        .toList());
    }

    @Test
    void an_artifact_path_never_leaves_its_folder() {
        String digest = "sha256:" + "0".repeat(64);

        assertThatThrownBy(() -> new ArtifactFile("../evil", digest, 1)).hasMessageContaining("../evil");
        assertThatThrownBy(() -> new ArtifactFile("/etc/passwd", digest, 1)).hasMessageContaining("/etc/passwd");
        assertThatThrownBy(() -> new ArtifactFile("a", "md5:1", 1)).hasMessageContaining("md5:1");
    }
}
