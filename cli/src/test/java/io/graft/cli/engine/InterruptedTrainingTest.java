package io.graft.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.cli.Main;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class InterruptedTrainingTest {

    private static final int STEPS = 20;
    private static final String STARTS_TO_COUNT = "checkpoint-4";

    @TempDir
    Path folder;

    private Path data = Path.of("");
    private byte[] expected = {};

    @BeforeEach
    void trainWithoutInterruption() throws IOException {
        data = Lesson.write(folder, 24);
        Path whole = folder.resolve("whole");
        assertThat(train(whole).code()).isZero();
        expected = Files.readAllBytes(whole.resolve("adapter_model.safetensors"));
    }

    @Test
    void after_kill_9_the_same_command_ends_with_the_same_bits() throws IOException, InterruptedException {
        Path out = folder.resolve("killed");
        Process process = startAndAwaitCheckpoint(out);
        process.destroyForcibly().waitFor();
        assertThat(out.resolve("adapter_model.safetensors")).doesNotExist();

        GraftLine resumed = train(out);

        assertThat(resumed.code()).isZero();
        assertThat(out.resolve("adapter_model.safetensors")).hasBinaryContent(expected);
        assertThat(losses(out)).isEqualTo(losses(folder.resolve("whole")));
    }

    @Test
    void a_polite_end_leaves_a_checkpoint_of_the_last_step_to_go_on_from() throws IOException, InterruptedException {
        Path out = folder.resolve("stopped");
        Process process = startAndAwaitCheckpoint(out);
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        int made = losses(out).size();
        assertThat(out.resolve("checkpoints/checkpoint-" + made)).isDirectory();

        assertThat(train(out).code()).isZero();
        assertThat(out.resolve("adapter_model.safetensors")).hasBinaryContent(expected);
    }

    private GraftLine train(Path out) {
        return GraftLine.engine(arguments(out).toArray());
    }

    private List<Object> arguments(Path out) {
        List<Object> all = new ArrayList<>(Lesson.command(data, STEPS));
        all.addAll(List.of("--out", out, "--set", "save_steps=2"));
        return all;
    }

    private Process startAndAwaitCheckpoint(Path out) throws IOException, InterruptedException {
        Path checkpoints = Files.createDirectories(out.resolve("checkpoints"));
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            checkpoints.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = start(out);
            boolean seen = false;
            while (!seen) {
                WatchKey key = watch.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    seen |= event.context().toString().equals(STARTS_TO_COUNT);
                }
                key.reset();
            }
            return process;
        }
    }

    private Process start(Path out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "engine"));
        arguments(out).forEach(argument -> command.add(argument.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /// The losses as written: equal texts are equal bits.
    private static List<String> losses(Path out) throws IOException {
        return Files.readAllLines(out.resolve("metrics.jsonl")).stream()
                .map(line -> line.replaceAll(".*\"loss\":([^,}]*).*", "$1"))
                .toList();
    }
}
