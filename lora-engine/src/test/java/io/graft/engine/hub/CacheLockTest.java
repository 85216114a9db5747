package io.graft.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLockTest {

    @TempDir
    Path folder;

    /// Another process that takes the lock and dies with it.
    static final class Holder {
        private Holder() {}

        static void main(String[] arguments) throws IOException {
            try (CacheLock _ = CacheLock.take(Path.of(arguments[0]))) {
                System.out.println("locked");
                if (System.in.read() >= 0) {
                    Files.writeString(Path.of(arguments[0] + ".done"), "done");
                }
            }
        }
    }

    private Process holder(Path lock) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.graft.engine.hub.CacheLockTest$Holder",
                        lock.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void another_process_is_waited_for() throws Exception {
        Path lock = folder.resolve("graft.lock");
        Process other = holder(lock);
        BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.readLine()).isEqualTo("locked");
        other.getOutputStream().write('x');
        other.getOutputStream().flush();
        try (CacheLock _ = CacheLock.take(lock)) {
            assertThat(folder.resolve("graft.lock.done")).exists();
        }
        assertThat(other.waitFor()).isZero();
    }

    @Test
    void a_process_that_is_killed_gives_the_lock_up() throws Exception {
        Path lock = folder.resolve("graft.lock");
        Process other = holder(lock);
        BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.readLine()).isEqualTo("locked");
        other.destroyForcibly().waitFor();
        try (CacheLock _ = CacheLock.take(lock)) {
            assertThat(folder.resolve("graft.lock.done")).doesNotExist();
        }
    }
}
