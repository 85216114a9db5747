package io.graft.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder for processes that live no longer than this program. It records the program itself too, so that a later
/// one can tell that this one was killed, and clear away what it left behind.
public record ScratchFolder(Path path) {

    private static final String OWNER = "owner";

    /// A new folder under `parent`, after those of dead programs are gone.
    ///
    /// @param prefix of its name, shared by all folders of the same purpose
    public static ScratchFolder create(Path parent, String prefix) {
        Folders.make(parent);
        abandoned(parent, prefix).forEach(ScratchFolder::clear);
        try {
            ScratchFolder folder = new ScratchFolder(Files.createTempDirectory(parent, prefix));
            Folders.openToOthers(folder.path);
            folder.recordOwner();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    public RunFolder records() {
        return new RunFolder(path.resolve("run"));
    }

    /// Kills what runs here and deletes the folder.
    public void clear() {
        for (ProcessRecord record : records().all()) {
            if (!record.name().equals(OWNER)) {
                LiveProcess.of(record).ifPresent(LiveProcess::kill);
            }
        }
        Folders.delete(path);
    }

    private void recordOwner() {
        LiveProcess self = LiveProcess.self();
        records().save(new ProcessRecord(OWNER, self.pid(), self.started(), "", 0));
    }

    private boolean isAbandoned() {
        return records().find(OWNER).isPresent() && records().live(OWNER).isEmpty();
    }

    private static List<ScratchFolder> abandoned(Path parent, String prefix) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(prefix))
                    .map(ScratchFolder::new)
                    .filter(ScratchFolder::isAbandoned)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + parent, e);
        }
    }
}
