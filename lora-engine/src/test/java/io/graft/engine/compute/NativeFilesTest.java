package io.graft.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFilesTest {

    @TempDir
    Path work;

    private final AtomicInteger opened = new AtomicInteger();
    private Path cache;
    private Path temporary;

    @BeforeEach
    void folders() throws IOException {
        cache = work.resolve("home").resolve("cache");
        temporary = Files.createDirectory(work.resolve("temporary"));
    }

    private NativeFiles files() {
        return Unpacking.files(cache, temporary, () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(Unpacking.bytes());
        });
    }

    private static byte[] content(Path folder) {
        try {
            return Files.readAllBytes(folder.resolve("library.so"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /// Home cannot be written, whoever runs this: it is a file.
    private void homeIsAFile() throws IOException {
        Files.writeString(work.resolve("home"), "");
    }

    private Process process(List<String> options, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Unpacking.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(work.resolve("errors.log").toFile())
                .start();
    }

    @Test
    void a_library_is_unpacked_once_per_user() throws IOException {
        assertThat(files().load(NativeFilesTest::content)).isEqualTo(Unpacking.bytes());
        assertThat(files().load(NativeFilesTest::content)).isEqualTo(Unpacking.bytes());

        assertThat(opened).hasValue(1);
        assertThat(names(cache)).containsExactly("library.so", "lock");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void a_file_of_another_size_is_replaced() throws IOException {
        Files.createDirectories(cache);
        Files.writeString(cache.resolve("library.so"), "cut off");

        assertThat(files().load(NativeFilesTest::content)).isEqualTo(Unpacking.bytes());
    }

    @Test
    void where_home_cannot_be_written_nothing_is_left_once_a_library_is_loaded() throws IOException {
        homeIsAFile();

        assertThat(files().load(NativeFilesTest::content)).isEqualTo(Unpacking.bytes());

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void nothing_is_left_of_a_library_that_cannot_be_loaded() throws IOException {
        homeIsAFile();

        assertThatThrownBy(() -> files().load(folder -> {
                    throw new IllegalArgumentException("no library: " + folder);
                }))
                .hasMessageContaining("no library: " + temporary.resolve("graft-native-"));

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void what_a_killed_process_left_in_the_temporary_folder_goes_after_an_hour() throws IOException {
        homeIsAFile();
        Path old = Files.createDirectory(temporary.resolve("graft-native-1"));
        Files.writeString(old.resolve("library.so.partial"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Files.createDirectory(temporary.resolve("graft-native-2"));
        Files.createDirectory(temporary.resolve("somebody-else"));

        files().load(NativeFilesTest::content);

        assertThat(names(temporary)).containsExactly("graft-native-2", "somebody-else");
    }

    @Test
    void a_file_that_is_cut_short_is_not_used() {
        NativeFiles files = Unpacking.files(cache, temporary, () -> new ByteArrayInputStream(new byte[100]));

        assertThatThrownBy(() -> files.load(NativeFilesTest::content))
                .isInstanceOf(IOException.class)
                .hasMessage("library.so should have 1048576 bytes, has 100");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void a_process_that_was_killed_while_it_unpacked_is_cleaned_up_after() throws IOException, InterruptedException {
        Process killed = process(List.of(), cache.toString());
        try (BufferedReader out = killed.inputReader()) {
            assertThat(out.readLine())
                    .as(Files.readString(work.resolve("errors.log")))
                    .isEqualTo("half");
            killed.toHandle().destroyForcibly();
            killed.waitFor();
        }
        assertThat(names(cache)).containsExactly("library.so.partial", "lock");

        assertThat(files().load(NativeFilesTest::content)).isEqualTo(Unpacking.bytes());

        assertThat(names(cache)).containsExactly("library.so", "lock");
    }

    @Test
    void a_process_waits_for_another_one_that_unpacks() throws IOException, InterruptedException {
        Process first = process(List.of(), cache.toString());
        Process second;
        try (BufferedReader out = first.inputReader()) {
            assertThat(out.readLine())
                    .as(Files.readString(work.resolve("errors.log")))
                    .isEqualTo("half");
            second = process(List.of(), cache.toString());
            first.outputWriter().append("go on\n").flush();
            assertThat(out.readLine()).isEqualTo(String.valueOf(Unpacking.SIZE));
        }
        try (BufferedReader out = second.inputReader()) {
            assertThat(out.readLine()).isEqualTo(String.valueOf(Unpacking.SIZE));
        }
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(names(cache)).containsExactly("library.so", "lock");
    }

    /// Loads kernels in a process that has no home.
    private void assertKernelsLoad(String name) throws IOException, InterruptedException {
        Process process = process(
                List.of("-Duser.home=" + work.resolve("home"), "-Djava.io.tmpdir=" + temporary), "kernels", name);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.lines().toList())
                    .as(Files.readString(work.resolve("errors.log")))
                    .contains("graft.engine.kernels=" + name);
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void one_dnn_works_once_its_files_are_gone() throws IOException, InterruptedException {
        Optional<String> obstacle = OneDnnLibrary.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "oneDNN cannot be tested here: " + obstacle.orElseThrow());
        homeIsAFile();

        assertKernelsLoad("onednn");

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void open_blas_is_unpacked_once_for_all_processes_of_a_user() throws IOException, InterruptedException {
        Optional<String> obstacle = OpenBlasLibrary.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "OpenBLAS cannot be tested here: " + obstacle.orElseThrow());
        homeIsAFile();

        assertKernelsLoad("nd4j");
        assertThat(names(temporary)).hasSize(1);
        assertKernelsLoad("nd4j");

        assertThat(names(temporary)).hasSize(1);
    }
}
