package io.graft.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    private Path file = Path.of("unset");

    @BeforeEach
    void choose() {
        file = folder.resolve("weights.safetensors");
    }

    /// A file with this header and so many bytes of data.
    private void write(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(text.length).put(text).put(data).array());
    }

    private static String tensor(String name, String type, String shape, int begin, int end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, type, shape, begin, end);
    }

    private void refuses(String problem) {
        assertThatThrownBy(() -> SafetensorsReader.open(file).close())
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void what_is_written_is_read_again() throws IOException {
        Matrix a = Matrix.of(new float[] {1, -2.5f, 3, 4, 5, 6}, 2, 3);
        Matrix b = Matrix.of(new float[] {7}, 1, 1);
        new SafetensorsWriter(Map.of("b", b, "a", a), Map.of("format", "pt", "note", "ä")).write(file);
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThat(reader.names()).containsExactlyInAnyOrder("a", "b");
            assertThat(reader.read("a", 2, 3)).containsExactly(1, -2.5f, 3, 4, 5, 6);
            assertThat(reader.read("b", 1, 1)).containsExactly(7);
            assertThat(reader.metadata()).containsEntry("note", "ä");
        }
    }

    @Test
    void half_precision_widens_exactly() throws IOException {
        byte[] data = {0x00, 0x3C, 0x00, (byte) 0xC0, (byte) 0x80, 0x3F, 0x40, (byte) 0xC0};
        write("{" + tensor("f16", "F16", "[2]", 0, 4) + "," + tensor("bf16", "BF16", "[2]", 4, 8) + "}", data);
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThat(reader.read("f16", 2)).containsExactly(1, -2);
            assertThat(reader.read("bf16", 2)).containsExactly(1, -3);
        }
    }

    @Test
    void a_file_shorter_than_its_length_field_is_refused() throws IOException {
        Files.write(file, new byte[] {1, 2, 3});
        refuses("holds 3 bytes, a safetensors file at least 8");
    }

    @ParameterizedTest
    @CsvSource({"1000", "-1", "0", "9223372036854775807"})
    void a_header_length_that_lies_is_refused(long length) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file, bytes.array());
        refuses("says that its header takes " + Long.toUnsignedString(length) + " bytes");
    }

    @Test
    void a_header_that_is_not_json_is_refused() throws IOException {
        write("{\"a\":", new byte[0]);
        refuses("the header is not JSON");
    }

    @Test
    void a_header_that_is_not_utf_8_is_refused() throws IOException {
        byte[] bytes = {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xC0};
        Files.write(file, bytes);
        refuses("the header is not UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":1}|a is 1", "[]|is []", "\"pt\"|is \"pt\""})
    void notes_that_are_not_texts_are_refused(String notes, String problem) throws IOException {
        write("{\"__metadata__\":" + notes + "}", new byte[0]);
        refuses("__metadata__ must map texts to texts, " + problem);
    }

    @Test
    void a_header_nested_too_deeply_is_refused() throws IOException {
        write("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", new byte[0]);
        refuses("the header is not JSON");
    }

    @Test
    void a_tensor_named_twice_is_refused() throws IOException {
        write("{" + tensor("a", "F32", "[1]", 0, 4) + "," + tensor("a", "F32", "[1]", 4, 8) + "}", new byte[8]);
        refuses("Duplicate field 'a'");
    }

    @Test
    void a_file_that_is_cut_off_is_refused() throws IOException {
        write("{" + tensor("a", "F32", "[4]", 0, 16) + "}", new byte[12]);
        refuses("tensor a: data_offsets end at 16, but the file holds only 12 bytes of data: is it cut off?");
    }

    @Test
    void overlapping_tensors_are_refused() throws IOException {
        write("{" + tensor("a", "F32", "[2]", 0, 8) + "," + tensor("b", "F32", "[2]", 4, 12) + "}", new byte[12]);
        refuses("tensor b: overlaps the tensor before it, from byte 4");
    }

    @Test
    void a_gap_between_tensors_is_refused() throws IOException {
        write("{" + tensor("a", "F32", "[1]", 0, 4) + "," + tensor("b", "F32", "[1]", 8, 12) + "}", new byte[12]);
        refuses("tensor b: leaves a gap of 4 bytes before it");
    }

    @Test
    void bytes_that_belong_to_no_tensor_are_refused() throws IOException {
        write("{" + tensor("a", "F32", "[1]", 0, 4) + "}", new byte[9]);
        refuses("the tensors take 4 bytes, but the file holds 9 bytes of data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F32|[3]|shape [3] of F32 takes 12 bytes, data_offsets give 8",
                "F33|[2]|dtype \"F33\" is unknown",
                "F32|[-2]|shape must hold whole numbers from 0, is [-2]",
                "F32|[2.5]|shape must hold whole numbers from 0, is [2.5]",
                "F32|7|shape must be a list of whole numbers",
                "F32|[4611686018427387904,4]|shape overflows",
                "F32|[18446744073709551616]|shape must hold whole numbers from 0",
                "F32|[[2]]|shape must hold whole numbers from 0",
            })
    void a_tensor_that_contradicts_itself_is_refused(String type, String shape, String problem) throws IOException {
        write("{" + tensor("a", type, shape, 0, 8) + "}", new byte[8]);
        refuses("tensor a: " + problem);
    }

    @Test
    void a_tensor_of_another_shape_or_type_or_name_is_refused_when_read() throws IOException {
        write(
                "{" + tensor("a", "F32", "[2]", 0, 8) + "," + tensor("n", "I64", "[1]", 8, 16) + ","
                        + tensor("d", "F64", "[1]", 16, 24) + "}",
                new byte[24]);
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThatThrownBy(() -> reader.read("a", 1, 2))
                    .hasMessage(file + ": tensor a: must have shape [1, 2], has [2]");
            assertThatThrownBy(() -> reader.read("n", 1))
                    .hasMessage(file + ": tensor n: dtype must be one of [F32, F16, BF16], is I64");
            assertThatThrownBy(() -> reader.rows("d", 1, 1))
                    .hasMessage(file + ": tensor d: must have shape [1, 1], has [1]");
            assertThatThrownBy(() -> reader.read("d", 1))
                    .hasMessage(file + ": tensor d: dtype must be one of [F32, F16, BF16], is F64");
            assertThatThrownBy(() -> reader.read("b", 1)).hasMessage(file + ": tensor b: is missing");
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void a_value_that_is_not_finite_is_refused_with_its_place(float value) throws IOException {
        new SafetensorsWriter(Map.of("a", Matrix.of(new float[] {1, 2, value}, 1, 3)), Map.of()).write(file);
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThatThrownBy(() -> reader.read("a", 1, 3))
                    .hasMessage(file + ": tensor a: element 2 is " + value + ", weights must be finite");
        }
    }

    @Test
    void a_disk_that_fills_up_leaves_the_old_file_and_nothing_else() throws IOException {
        Matrix old = Matrix.of(new float[] {1}, 1, 1);
        new SafetensorsWriter(Map.of("a", old), Map.of()).write(file);
        byte[] before = Files.readAllBytes(file);
        SafetensorsWriter writer = new SafetensorsWriter(Map.of("a", Matrix.zeros(100, 100)), Map.of());
        AtomicFile onFullDisk = AtomicFile.on(
                path -> new FullDisk(Files.newByteChannel(
                        path, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)),
                file);
        assertThatThrownBy(() -> writer.write(onFullDisk))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        "cannot write \\Q" + file + "\\E \\(400\\d\\d bytes needed\\): No space left on device");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /// Takes some bytes, then no more.
    private record FullDisk(WritableByteChannel real) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (source.remaining() > 1000) {
                throw new IOException("No space left on device");
            }
            return real.write(source);
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }

    @Test
    void every_cut_of_a_valid_file_is_refused() throws IOException {
        new SafetensorsWriter(Map.of("a", Matrix.zeros(2, 2)), Map.of("format", "pt")).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            refuses("");
        }
    }
}
