package io.graft.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path folder;

    @Test
    void a_small_log_is_left_as_it_is() throws IOException {
        LogFile log = write("short");
        log.rotateBeyond(100);
        assertThat(log.path()).hasContent("short");
    }

    @Test
    void a_large_log_moves_aside_and_the_oldest_of_three_goes() throws IOException {
        for (String content : new String[] {"first", "second", "third", "fourth", "fifth"}) {
            write(content).rotateBeyond(1);
        }
        assertThat(folder.resolve("kafka.log")).doesNotExist();
        assertThat(folder.resolve("kafka.log.1")).hasContent("fifth");
        assertThat(folder.resolve("kafka.log.2")).hasContent("fourth");
        assertThat(folder.resolve("kafka.log.3")).hasContent("third");
        assertThat(folder.resolve("kafka.log.4")).doesNotExist();
    }

    @Test
    void the_tail_has_the_last_lines_and_a_missing_log_none() throws IOException {
        assertThat(write("a\nb\nc\n").tail(2)).containsExactly("b", "c");
        assertThat(new LogFile(folder.resolve("nothing.log")).tail(2)).isEmpty();
    }

    private LogFile write(String content) throws IOException {
        return new LogFile(Files.writeString(folder.resolve("kafka.log"), content));
    }
}
