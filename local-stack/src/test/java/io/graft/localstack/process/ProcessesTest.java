package io.graft.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

    @TempDir
    Path folder;

    @Test
    void a_started_process_is_found_again_by_its_record() {
        Processes processes = new Processes(new RunFolder(folder.resolve("run")));
        LiveProcess started = processes.start(launch("sleep", "60"));
        try {
            assertThat(new RunFolder(folder.resolve("run")).live("napper")).contains(started);
        } finally {
            started.kill();
        }
        assertThat(processes.records().live("napper")).isEmpty();
        assertThat(processes.records().find("napper")).isPresent();
    }

    @Test
    void a_process_that_got_the_same_id_later_is_not_taken_for_ours() {
        LiveProcess self = LiveProcess.self();
        RunFolder records = new RunFolder(folder);
        records.save(new ProcessRecord("old", self.pid(), self.started().minusSeconds(60), "", 0));
        assertThat(records.live("old")).isEmpty();
    }

    @Test
    void a_torn_record_counts_as_none() throws IOException {
        Files.writeString(folder.resolve("torn.json"), "{\"name\": \"torn\", \"pi");
        Files.writeString(folder.resolve("strange.json"), "{\"pid\": 1, \"started\": \"yesterday\"}");
        assertThat(new RunFolder(folder).all()).isEmpty();
    }

    @Test
    void a_record_without_a_name_is_called_after_its_file() throws IOException {
        Files.writeString(folder.resolve("r-17.json"), "{\"pid\": 1, \"started\": \"2026-01-01T00:00:00Z\"}");
        assertThat(new RunFolder(folder).all()).extracting(ProcessRecord::name).containsExactly("r-17");
    }

    @Test
    void a_process_that_ignores_the_request_to_end_is_killed() {
        LiveProcess stubborn = Processes.startUnrecorded(launch("sh", "-c", "trap '' TERM; while :; do sleep 1; done"));
        stubborn.end(Duration.ofMillis(300));
        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void a_failed_run_says_what_the_program_said() {
        assertThatThrownBy(() -> Processes.run(launch("sh", "-c", "echo no room; exit 7"), Duration.ofSeconds(10)))
                .isInstanceOf(ProcessFailed.class)
                .hasMessageContaining("status 7")
                .hasMessageContaining("no room");
    }

    @Test
    void the_fingerprint_tells_commands_and_environments_apart() {
        Launch one = new Launch("x", List.of("a", "b"), Map.of("K", "v"), folder, folder.resolve("x.log"), 1);
        Launch same = new Launch("x", List.of("a", "b"), Map.of("K", "v"), folder, folder.resolve("x.log"), 1);
        Launch other = new Launch("x", List.of("a", "b"), Map.of("K", "w"), folder, folder.resolve("x.log"), 1);
        assertThat(one.fingerprint()).isEqualTo(same.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    private Launch launch(String... command) {
        return new Launch("napper", List.of(command), Map.of(), folder, folder.resolve("napper.log"), 0);
    }
}
