package io.graft.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged files either read or are refused as malformed; nothing else happens.
class SafetensorsFuzzTest {

    private static final int DAMAGES = 1000;

    /// What parsing a small header may take in any case.
    private static final long BASE_BYTES = 1 << 20;

    /// What a byte of the file may cost: header bytes become nodes of a JSON tree.
    private static final long BYTES_PER_BYTE = 200;

    @TempDir
    Path folder;

    private static byte[] valid() {
        String header = """
                {"__metadata__":{"format":"pt"},\
                "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
                "b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},\
                "c":{"dtype":"F16","shape":[2,2],"data_offsets":[32,40]},\
                "d":{"dtype":"I64","shape":[],"data_offsets":[40,48]}} \
                """;
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + 48).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(text.length).put(text).array();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Timeout(60)
    void a_damaged_file_reads_or_is_refused(long seed) throws IOException {
        Mutations mutations = new Mutations(new Random(seed));
        Path file = folder.resolve("weights.safetensors");
        byte[] valid = valid();
        int read = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = mutations.damage(valid);
            Files.write(file, damaged);
            long before = allocated();
            read += reads(file) ? 1 : 0;
            assertThat(allocated() - before)
                    .as("bytes allocated for damage %d of %d bytes", i, damaged.length)
                    .isLessThan(BASE_BYTES + BYTES_PER_BYTE * damaged.length);
        }
        assertThat(read).as("damages that left a readable file").isBetween(1, DAMAGES - 1);
    }

    @Test
    void the_file_that_is_damaged_reads_when_it_is_not() throws IOException {
        Path file = Files.write(folder.resolve("weights.safetensors"), valid());
        assertThat(reads(file)).isTrue();
    }

    /// Whether all that the file says it holds can be read, by value and by row.
    private static boolean reads(Path file) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            for (String name : reader.names()) {
                read(reader, name);
            }
            return true;
        } catch (MalformedFileException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
            return false;
        }
    }

    private static void read(SafetensorsReader reader, String name) throws IOException {
        List<Long> shape = reader.shape(name);
        if (name.equals("d")) {
            return; // whole numbers are refused, as they must be
        }
        reader.read(name, shape.stream().mapToLong(Long::longValue).toArray());
        if (shape.size() == 2) {
            rows(reader.rows(name, Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1))));
        }
    }

    private static void rows(RowSource rows) throws IOException {
        float[] row = new float[rows.columns()];
        for (int i = 0; i < rows.rows(); i++) {
            try {
                rows.copy(i, row, 0);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
