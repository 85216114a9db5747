package io.graft.registry.artifact;

import io.graft.kit.problem.Problem;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Artifacts in a folder: `sha256/ab/cdef…`, each written beside it first and moved there whole. A file that is there
/// is complete, on disk, and never changes.
@Startup
@ApplicationScoped
public class FolderArtifacts {

    private static final int BUFFER = 1 << 16;

    private final Path root;
    private final Path finished;
    private final Path temporary;
    private final long maxBytes;
    private final AtomicLong bytes;

    @Inject
    public FolderArtifacts(ArtifactConfig config) {
        this(config.artifactsDir(), config.maxArtifact().asLongValue());
    }

    /// Opens the folder and clears what a killed process left half-written.
    FolderArtifacts(Path root, long maxBytes) {
        this.root = root.toAbsolutePath().normalize();
        this.finished = this.root.resolve("sha256");
        this.temporary = this.root.resolve("tmp");
        this.maxBytes = maxBytes;
        try {
            Files.createDirectories(finished);
            Files.createDirectories(temporary);
            TemporaryFile.deleteOrphans(temporary);
            this.bytes = new AtomicLong(totalSize());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the artifact folder " + this.root, e);
        }
    }

    /// Bytes of all artifacts.
    public long totalBytes() {
        return bytes.get();
    }

    public Optional<StoredArtifact> find(Digest digest) {
        Path path = path(digest);
        try {
            return Files.isRegularFile(path)
                    ? Optional.of(new StoredArtifact(digest, Files.size(path), path))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the size of " + digest, e);
        }
    }

    /// Keeps the bytes of a stream under their digest. Whatever fails, nothing half-done remains.
    ///
    /// @throws Problem.TooLarge            above the limit
    /// @throws Problem.NoSpace when the disk is full
    StoredArtifact store(InputStream body, Upload upload) {
        upload.size().ifPresent(this::checkSize);
        upload.size().ifPresent(this::checkRoom);
        long written = 0;
        try (TemporaryFile file = TemporaryFile.in(temporary)) {
            MessageDigest sha256 = Digest.newSha256();
            byte[] buffer = new byte[BUFFER];
            for (int length = read(body, buffer, written); length >= 0; length = read(body, buffer, written)) {
                checkSize(written + length);
                file.write(buffer, length);
                sha256.update(buffer, 0, length);
                written += length;
            }
            Digest digest = Digest.of(sha256.digest());
            upload.check(digest, written);
            return keep(file, digest, written);
        } catch (IOException e) {
            throw failure(e, Math.max(upload.size().orElse(0), written + BUFFER));
        }
    }

    private StoredArtifact keep(TemporaryFile file, Digest digest, long size) throws IOException {
        Path target = path(digest);
        boolean known = Files.isRegularFile(target) && Files.size(target) == size;
        if (!known) {
            file.moveTo(finished, shard(digest), name(digest));
            bytes.addAndGet(size);
        }
        return new StoredArtifact(digest, size, target);
    }

    /// A failure to read is the sender's, a failure to write is the disk's.
    private static int read(InputStream body, byte[] buffer, long soFar) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new Problem.Malformed("the upload broke off after " + soFar + " bytes: " + e.getMessage());
        }
    }

    private void checkSize(long size) {
        if (size > maxBytes) {
            throw new Problem.TooLarge("an artifact may have " + maxBytes
                    + " bytes (graft.registry.max-artifact), this has " + size + " or more");
        }
    }

    private void checkRoom(long needed) {
        long left = usable();
        if (needed > left) {
            throw new Problem.NoSpace(noRoom(needed, left));
        }
    }

    /// What was written until then is deleted by now, so that the room left is compared with all that is needed.
    private RuntimeException failure(IOException e, long needed) {
        long left = usable();
        boolean full = left < needed || String.valueOf(e.getMessage()).contains("No space left");
        return full
                ? new Problem.NoSpace(noRoom(needed, left))
                : new UncheckedIOException("cannot write to the artifact folder " + root, e);
    }

    private String noRoom(long needed, long left) {
        return "this artifact needs at least " + needed + " bytes, the artifact store has " + left + " left";
    }

    private long usable() {
        try {
            return Files.getFileStore(temporary).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the room left in " + root, e);
        }
    }

    private Path path(Digest digest) {
        return finished.resolve(shard(digest)).resolve(name(digest));
    }

    private static String shard(Digest digest) {
        return digest.hex().substring(0, 2);
    }

    private static String name(Digest digest) {
        return digest.hex().substring(2);
    }

    private long totalSize() throws IOException {
        try (Stream<Path> files = Files.walk(finished)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
