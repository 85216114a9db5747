package io.graft.worker.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ProblemDetail;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void a_malformed_file_is_named_with_what_is_wrong_in_it() {
        ProblemDetail problem =
                Failures.of(new MalformedFileException(Path.of("model.safetensors"), "lm_head.weight is missing"));

        assertThat(problem.code()).isEqualTo("malformed_file");
        assertThat(problem.detail()).isEqualTo("model.safetensors: lm_head.weight is missing");
    }

    @Test
    void a_full_disk_is_told_from_other_failures() {
        assertThat(Failures.of(new IOException("No space left on device")).code())
                .isEqualTo("disk_full");
        assertThat(Failures.of(new FileSystemException("/a", null, "No space left on device"))
                        .detail())
                .contains("/a");
        assertThat(Failures.of(new IOException("broken pipe")).code()).isEqualTo("io_error");
    }

    @Test
    void what_nobody_expected_says_its_type() {
        assertThat(Failures.of(new IllegalStateException()).detail()).contains("IllegalStateException");
    }
}
