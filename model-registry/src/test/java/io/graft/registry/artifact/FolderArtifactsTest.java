package io.graft.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.kit.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArtifactsTest {

    private static final Upload ANY = new Upload(Optional.empty(), OptionalLong.empty());

    @TempDir
    Path folder;

    @Test
    void bytes_are_kept_under_their_digest() throws IOException {
        StoredArtifact stored = store().store(bytes("abc"), ANY);
        String hex = stored.digest().hex();
        assertThat(stored.path())
                .isEqualTo(folder.resolve("sha256").resolve(hex.substring(0, 2)).resolve(hex.substring(2)));
        assertThat(stored.path()).hasContent("abc");
        assertThat(store().find(stored.digest())).contains(stored);
        assertThat(files()).containsExactly(stored.path());
    }

    @Test
    void the_same_bytes_are_kept_once() throws IOException {
        FolderArtifacts store = store();
        StoredArtifact first = store.store(bytes("abc"), ANY);
        assertThat(store.store(bytes("abc"), ANY)).isEqualTo(first);
        assertThat(store.totalBytes()).isEqualTo(3);
        assertThat(files()).hasSize(1);
    }

    @Test
    void a_file_that_the_disk_cut_short_is_replaced_by_the_next_upload() throws IOException {
        StoredArtifact stored = store().store(bytes("abcdef"), ANY);
        Files.writeString(stored.path(), "abc");
        store().store(bytes("abcdef"), ANY);
        assertThat(stored.path()).hasContent("abcdef");
    }

    @Test
    void other_bytes_than_promised_leave_nothing() {
        Digest promised = Digest.ofBytes("abd".getBytes(UTF_8));
        assertThatThrownBy(() -> store().store(bytes("abc"), new Upload(Optional.of(promised), OptionalLong.empty())))
                .isInstanceOfSatisfying(
                        Problem.Invalid.class,
                        problem -> assertThat(problem.errors().getFirst().message())
                                .contains(promised.toString())
                                .contains("ba7816bf"));
        assertThat(files()).isEmpty();
    }

    @Test
    void fewer_bytes_than_promised_leave_nothing() {
        assertThatThrownBy(() -> store().store(bytes("abc"), new Upload(Optional.empty(), OptionalLong.of(4))))
                .isInstanceOf(Problem.Malformed.class)
                .hasMessage("the body ended after 3 of 4 bytes");
        assertThat(files()).isEmpty();
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() {
        assertThatThrownBy(() -> store().store(new BrokenStream(), ANY))
                .isInstanceOf(Problem.Malformed.class)
                .hasMessageContaining("broke off after 5 bytes");
        assertThat(files()).isEmpty();
    }

    @Test
    void more_bytes_than_allowed_are_refused_known_before_or_not() {
        FolderArtifacts small = new FolderArtifacts(folder, 3);
        assertThat(small.store(bytes("abc"), ANY).size()).isEqualTo(3);
        assertThatThrownBy(() -> small.store(bytes("abcd"), ANY)).isInstanceOf(Problem.TooLarge.class);
        assertThatThrownBy(() -> small.store(bytes(""), new Upload(Optional.empty(), OptionalLong.of(4))))
                .isInstanceOf(Problem.TooLarge.class)
                .hasMessage("an artifact may have 3 bytes (graft.registry.max-artifact), this has 4 or more");
        assertThat(files()).hasSize(1);
    }

    @Test
    void an_upload_larger_than_the_room_left_is_refused_before_its_bytes_come() {
        FolderArtifacts store = new FolderArtifacts(folder, Long.MAX_VALUE);
        long needed = Long.MAX_VALUE - 1;
        assertThatThrownBy(() -> store.store(bytes(""), new Upload(Optional.empty(), OptionalLong.of(needed))))
                .isInstanceOf(Problem.NoSpace.class)
                .hasMessageStartingWith("this artifact needs at least " + needed + " bytes, the artifact store has ")
                .hasMessageEndingWith(" left");
        assertThat(files()).isEmpty();
    }

    @Test
    void what_a_killed_process_left_half_written_is_cleared_at_start() throws IOException {
        store();
        Path leftover = Files.writeString(folder.resolve("tmp/1234.part"), "half");
        store();
        assertThat(leftover).doesNotExist();
    }

    @Test
    void what_is_being_written_is_not_cleared() throws IOException {
        store();
        try (TemporaryFile file = TemporaryFile.in(folder.resolve("tmp"))) {
            file.write(new byte[] {1}, 1);
            store();
            assertThat(files()).hasSize(1);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void the_total_counts_what_was_there_before() {
        store().store(bytes("abcdef"), ANY);
        assertThat(store().totalBytes()).isEqualTo(6);
    }

    private FolderArtifacts store() {
        return new FolderArtifacts(folder, 1 << 20);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A sender that goes away after five bytes.
    private static final class BrokenStream extends InputStream {

        private int read;

        @Override
        public int read() throws IOException {
            if (read++ == 5) {
                throw new IOException("Connection closed");
            }
            return 'x';
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            buffer[offset] = (byte) read();
            return 1;
        }
    }
}
