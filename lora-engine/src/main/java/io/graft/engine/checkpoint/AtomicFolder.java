package io.graft.engine.checkpoint;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// A new folder that appears whole or not at all: filled beside its place, then renamed.
public final class AtomicFolder {

    /// Writes the files.
    @FunctionalInterface
    public interface Content {
        void writeTo(Path folder) throws IOException;
    }

    private AtomicFolder() {}

    /// @throws FileAlreadyExistsException if there is a file or a folder that is not empty
    public static void write(Path folder, Content content) throws IOException {
        Path place = folder.toAbsolutePath().normalize();
        requireFree(place);
        replace(place, content);
    }

    /// Takes the place of what is there, which stays until the new folder is complete.
    public static void replace(Path folder, Content content) throws IOException {
        Path place = folder.toAbsolutePath().normalize();
        Path partial = place.resolveSibling(place.getFileName() + ".partial");
        try {
            delete(partial);
            Files.createDirectories(partial);
            content.writeTo(partial);
            delete(place);
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            discard(partial, e);
            throw e;
        }
    }

    /// Tells early what [#write] would tell.
    ///
    /// @throws FileAlreadyExistsException if there is a file or a folder that is not empty
    public static void requireFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
            if (files.findAny().isPresent()) {
                throw new FileAlreadyExistsException(folder.toString(), null, "must be new or an empty folder");
            }
        }
    }

    private static void discard(Path partial, Exception reason) {
        try {
            delete(partial);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /// Deletes a folder with all that is in it, if it is there.
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
