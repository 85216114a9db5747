package io.graft.localstack.binaries;

import io.graft.localstack.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A folder that is either absent or complete: it is filled under another name and renamed at the end, so that
/// neither a crash nor a second process that unpacks at the same time leaves half of it.
final class Unpacked {

    private Unpacked() {}

    interface Filling {
        void fill(Path folder) throws IOException;
    }

    static Path once(Path folder, Filling filling) {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
            Path draft = Files.createTempDirectory(parent, folder.getFileName() + ".unpacking-");
            filling.fill(draft);
            Folders.openToOthers(draft);
            publish(draft, folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack into " + folder, e);
        }
    }

    private static void publish(Path draft, Path folder) throws IOException {
        try {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process was faster; its copy is as good.
            Folders.delete(draft);
        }
    }
}
