package io.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    @TempDir
    Path folder;

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

    @Test
    void the_engine_gets_vectors_its_libraries_and_a_heap_for_models() throws IOException, InterruptedException {
        Result engine = launch("", "engine", "bench");

        assertThat(engine.output)
                .contains(
                        "--add-modules jdk.incubator.vector", "-XX:MaxRAMPercentage=80", "engine.jsa", "/engine-lib/*")
                .doesNotContain("TieredStopAtLevel")
                .endsWith("io.graft.cli.Main engine bench\n");
        assertThat(launch("GRAFT_ENGINE_HEAP=3g", "engine", "bench").output)
                .contains("-Xmx3g")
                .doesNotContain("MaxRAMPercentage");
    }

    @Test
    void other_commands_start_small() throws IOException, InterruptedException {
        Result other = launch("", "train", "list");

        assertThat(other.output)
                .contains("-XX:TieredStopAtLevel=1", "-Xmx256m", "cli.jsa")
                .doesNotContain("engine-lib", "jdk.incubator.vector")
                .endsWith("io.graft.cli.Main train list\n");
    }

    /// Runs `./graft` with a Java that prints its arguments.
    private Result launch(String setting, String... arguments) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String name : List.of("java", "javac")) {
            Files.writeString(bin.resolve(name), "#!/bin/sh\necho \"$@\"\n");
            assertThat(bin.resolve(name).toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        return run("GRAFT_BUILD=no JAVA_HOME='" + folder + "' " + setting + " ./graft " + String.join(" ", arguments));
    }

    private record Result(int code, String output) {}

    private Result shell(String script) throws IOException, InterruptedException {
        return run(". .mvn/find-jdk.sh; " + script);
    }

    private Result run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
