package io.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LauncherTest {

    private final Path root = Path.of(System.getProperty("graft.root"));

    @Test
    void without_a_jdk_the_launcher_says_how_to_get_one() throws IOException, InterruptedException {
        Result result = shell("graft_jdk_candidates() { echo /nowhere; }; graft_find_jdk");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.output).contains("needs a JDK 25", "sdk install java 25", "set JAVA_HOME");
    }

    @Test
    void a_jdk_is_found_where_it_lies() throws IOException, InterruptedException {
        Result result = shell("graft_jdk_candidates() { echo /nowhere; echo '" + System.getProperty("java.home")
                + "'; }; graft_find_jdk && echo \"$JAVA_HOME\"");

        assertThat(result.code).isZero();
        assertThat(result.output.strip()).isEqualTo(System.getProperty("java.home"));
    }

    private record Result(int code, String output) {}

    private Result shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", ". .mvn/find-jdk.sh; " + script)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
