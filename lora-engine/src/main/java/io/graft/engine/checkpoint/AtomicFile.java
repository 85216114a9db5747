package io.graft.engine.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that appears whole or not at all: written beside its place, forced to disk, then renamed.
public final class AtomicFile {

    /// Writes the content.
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /// Opens the channel that the content goes to; stands in for a disk that is full.
    @FunctionalInterface
    interface Disk {
        WritableByteChannel open(Path file) throws IOException;
    }

    private final Path file;
    private final Disk disk;

    private AtomicFile(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    public static AtomicFile at(Path file) {
        return on(AtomicFile::openNew, file);
    }

    static AtomicFile on(Disk disk, Path file) {
        return new AtomicFile(file, disk);
    }

    private static WritableByteChannel openNew(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// Replaces the file at once; if that fails, what was there before is untouched.
    ///
    /// @param bytes how much the content takes, for the message when it does not fit
    public void write(long bytes, Content content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (WritableByteChannel channel = disk.open(partial)) {
                content.writeTo(channel);
                if (channel instanceof FileChannel onDisk) {
                    onDisk.force(true);
                }
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            IOException explained =
                    new IOException("cannot write " + file + " (" + bytes + " bytes needed): " + e.getMessage(), e);
            discard(partial, explained);
            throw explained;
        }
    }

    private static void discard(Path partial, IOException reason) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
