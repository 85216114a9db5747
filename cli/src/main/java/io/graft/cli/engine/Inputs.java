package io.graft.cli.engine;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files and folders that a user names.
final class Inputs {

    private Inputs() {}

    static Path requireFolder(Path folder) throws NoSuchFileException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException("there is no folder " + folder);
        }
        return folder;
    }

    static Path requireFile(Path file) throws NoSuchFileException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException("there is no file " + file);
        }
        return file;
    }
}
