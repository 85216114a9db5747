package io.graft.engine.compute;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A native library as it is packed.
///
/// @param name    of the file that it becomes
/// @param size    in bytes
/// @param content opens what is in it
record NativeFile(String name, long size, Content content) {

    static final String PARTIAL = ".partial";

    /// Where a library's bytes are from.
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    static NativeFile of(String name, URL resource) throws IOException {
        long size = resource.openConnection().getContentLengthLong();
        if (size < 0) {
            throw new IOException(resource + " does not tell its size");
        }
        return new NativeFile(name, size, resource::openStream);
    }

    /// Whether a folder has the whole file.
    boolean isIn(Path folder) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) && Files.size(file) == size;
    }

    /// The file appears whole or not at all.
    void unpackInto(Path folder) throws IOException {
        Path partial = folder.resolve(name + PARTIAL);
        try (InputStream in = content.open()) {
            long copied = Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            if (copied != size) {
                throw new IOException(name + " should have " + size + " bytes, has " + copied);
            }
        }
        Files.move(partial, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
