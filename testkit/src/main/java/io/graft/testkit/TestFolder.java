package io.graft.testkit;

import io.graft.localstack.process.Folders;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.ProcessRecord;
import io.graft.localstack.process.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder in which one test JVM keeps its backends. It records the JVM itself too, so that a later one can tell
/// that this one was killed and clear away what it left behind.
record TestFolder(Path path) {

    private static final String PREFIX = "backends-";
    private static final String OWNER = "test-jvm";

    /// A new folder under `parent`, after those of dead test JVMs are gone.
    static TestFolder create(Path parent) {
        Folders.make(parent);
        abandoned(parent).forEach(TestFolder::clear);
        try {
            TestFolder folder = new TestFolder(Files.createTempDirectory(parent, PREFIX));
            Folders.openToOthers(folder.path);
            folder.recordOwner();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    RunFolder records() {
        return new RunFolder(path.resolve("run"));
    }

    Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    /// Ends what runs here and deletes the folder.
    void clear() {
        for (ProcessRecord record : records().all()) {
            if (!record.name().equals(OWNER)) {
                LiveProcess.of(record).ifPresent(LiveProcess::kill);
            }
        }
        Folders.delete(path);
    }

    private void recordOwner() {
        LiveProcess self = LiveProcess.of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("the system does not tell when this JVM began"));
        records().save(new ProcessRecord(OWNER, self.pid(), self.started(), "", 0));
    }

    private boolean isAbandoned() {
        return records().find(OWNER).isPresent() && records().live(OWNER).isEmpty();
    }

    private static List<TestFolder> abandoned(Path parent) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(PREFIX))
                    .map(TestFolder::new)
                    .filter(TestFolder::isAbandoned)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + parent, e);
        }
    }
}
