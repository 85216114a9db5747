package io.graft.training.dataset;

import io.graft.contracts.ArtifactFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file of canonical rows while it is written: what is in it, and its digest.
final class CanonicalFile implements AutoCloseable {

    private final Path path;
    private final MessageDigest digest = sha256();
    private final RowWriter writer;
    private long rows;

    CanonicalFile(Path path) throws IOException {
        this.path = path;
        this.writer = new RowWriter(
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16), digest));
    }

    void write(Row row) throws IOException {
        writer.write(row);
        rows++;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /// What was written. Only after [#close()].
    Written written() throws IOException {
        String hex = HexFormat.of().formatHex(digest.digest());
        String name = String.valueOf(path.getFileName());
        return new Written(path, new ArtifactFile(name, "sha256:" + hex, Files.size(path)), rows);
    }

    /// @param path where it lies until it is uploaded
    record Written(Path path, ArtifactFile file, long rows) {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
