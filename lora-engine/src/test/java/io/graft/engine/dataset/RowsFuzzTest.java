package io.graft.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.graft.engine.checkpoint.Mutations;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged data sets either read or are refused with their line; nothing else happens.
class RowsFuzzTest {

    private static final int DAMAGES = 1000;

    /// Buffers and what parsing a short line may take in any case.
    private static final long BASE_BYTES = 1 << 20;

    private static final long BYTES_PER_BYTE = 200;

    @TempDir
    Path folder;

    private static String row(RowForm form) {
        return switch (form) {
            case TEXT -> "{\"text\":\"Grüße \\u00e4\\n aus \\\"Köln\\\" 😀\"}";
            case PROMPT_COMPLETION -> "{\"prompt\":\"1+1=\",\"completion\":\" 2\"}";
            case MESSAGES ->
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Ho\"}]}";
            case LABELLED -> "{\"text\":\"good\",\"label\":\"positive\"}";
        };
    }

    @ParameterizedTest
    @EnumSource(RowForm.class)
    @Timeout(60)
    void a_damaged_data_set_reads_or_is_refused_with_its_line(RowForm form) throws IOException {
        Mutations mutations = new Mutations(new Random(form.id().length()));
        byte[] valid =
                ("\uFEFF" + row(form) + "\r\n\n" + row(form) + "\n" + row(form)).getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("data.jsonl");
        int read = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = mutations.damage(valid);
            Files.write(file, damaged);
            long before = allocated();
            read += reads(file, damaged) ? 1 : 0;
            assertThat(allocated() - before)
                    .as("bytes allocated for damage %d of %d bytes", i, damaged.length)
                    .isLessThan(BASE_BYTES + BYTES_PER_BYTE * damaged.length);
        }
        assertThat(read).as("damages that left a readable file").isBetween(1, DAMAGES - 1);
    }

    private static boolean reads(Path file, byte[] content) throws IOException {
        try {
            Rows rows = Rows.read(file);
            assertThat(rows.rows()).hasSameSizeAs(rows.lines()).isNotEmpty();
            return true;
        } catch (MalformedRowException e) {
            int lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1).length;
            assertThat(e).hasMessageStartingWith(file + ":" + e.line() + ": ");
            assertThat(e.line()).isBetween(1, lines);
            return false;
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
