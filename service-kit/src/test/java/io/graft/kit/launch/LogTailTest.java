package io.graft.kit.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path folder;

    @Test
    void the_last_lines_are_read_without_the_rest() throws IOException {
        Path log = folder.resolve("worker.log");
        Files.writeString(log, "line\n".repeat(500_000) + "a\nb\n");

        assertThat(LogTail.of(log, 3)).containsExactly("line", "a", "b");
    }

    @Test
    void a_log_that_is_not_there_has_no_lines() {
        assertThat(LogTail.of(folder.resolve("none"), 3)).isEqualTo(List.of());
    }
}
