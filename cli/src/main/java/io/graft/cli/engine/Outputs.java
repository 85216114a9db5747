package io.graft.cli.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Where a command is to write; asked before it works, and without leaving a trace.
final class Outputs {

    private Outputs() {}

    /// @throws FileSystemException if nothing can be written there, with the reason
    static void requireRoom(Path out) throws FileSystemException {
        if (out.toString().isEmpty()) {
            throw new IllegalArgumentException("--out must not be empty");
        }
        Path there = out.toAbsolutePath().normalize();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
            there = there.getParent();
        }
        boolean below = !there.equals(out.toAbsolutePath().normalize());
        if (below && !Files.isDirectory(there)) {
            throw new FileSystemException(out.toString(), null, there + " is no folder, so nothing can be below it");
        }
        if (!Files.isWritable(there)) {
            throw new AccessDeniedException(out.toString(), null, there + " cannot be written to");
        }
    }

    /// @throws FileSystemException if there is something else than a folder, or nothing can be written there
    static void requireFolder(Path out) throws FileSystemException {
        requireRoom(out);
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(out)) {
            throw new FileAlreadyExistsException(out.toString(), null, "is no folder");
        }
    }

    /// @param start what a file that may be replaced begins with
    /// @throws FileSystemException if there is something that must not be replaced, or nothing can be written there
    static void requireFile(Path out, String start) throws IOException {
        requireRoom(out);
        if (!Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(out) || !start.equals(beginning(out, start.length()))) {
            throw new FileAlreadyExistsException(
                    out.toString(), null, "is there and no " + start + " file, so it is not replaced");
        }
    }

    private static String beginning(Path file, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        }
    }

    /// @throws IllegalArgumentException if a command would write into the model that it reads
    static void requireOther(Path out, Path base) throws IOException {
        if (Files.exists(out) && Files.isSameFile(out, base)) {
            throw new IllegalArgumentException("--out must not be the folder of --base, both are " + out);
        }
    }
}
