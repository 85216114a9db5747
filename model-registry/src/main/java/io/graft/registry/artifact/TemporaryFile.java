package io.graft.registry.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file that is being written. It is locked as long as its writer lives, so that whoever starts later can tell
/// what a killed process left behind from what another process still writes.
final class TemporaryFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private TemporaryFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static TemporaryFile in(Path folder) throws IOException {
        Path path = folder.resolve(UUID.randomUUID() + ".part");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException(path + " is locked by another process");
        }
        return new TemporaryFile(path, channel);
    }

    void write(byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Makes the file durable under its final name, all of it or nothing.
    ///
    /// @param parent a folder that exists
    /// @param folder the name of the folder below it that gets the file; it is made when it is missing
    void moveTo(Path parent, String folder, String name) throws IOException {
        channel.force(true);
        Path target = Files.createDirectories(parent.resolve(folder));
        Files.move(path, target.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(target);
        force(parent);
    }

    /// Deletes what was not moved.
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(path);
        }
    }

    /// Deletes what nobody writes any more.
    static void deleteOrphans(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.part")) {
            for (Path file : files) {
                if (isOrphan(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOrphan(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // written by this very process
        }
    }

    /// A rename is durable only once its folder is.
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
