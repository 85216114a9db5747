package io.graft.engine.compute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Libraries that must be files before they can be loaded. They are unpacked once per user; where that cannot be, for
/// each process into a private folder, which is gone as soon as they are loaded. POSIX systems keep a library that
/// was deleted for as long as it is mapped; the engine unpacks none on others.
///
/// @param files     all that loading needs, in one folder
/// @param cache     of the user
/// @param temporary holds private folders
record NativeFiles(List<NativeFile> files, Path cache, Path temporary) {

    private static final String PRIVATE = "graft-native-";
    private static final String LOCK = "lock";

    /// A private folder older than this was left by a process that was killed: loading takes seconds.
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(NativeFiles.class);

    NativeFiles {
        files = List.copyOf(files);
    }

    /// Hands the folder with the files to the loader, which must be done with it when it returns.
    <T> T load(Function<Path, T> loader) throws IOException {
        try {
            unpackIntoCache();
        } catch (IOException e) {
            LOG.atInfo()
                    .addKeyValue("cache", cache)
                    .addKeyValue("reason", e)
                    .log("no cache in the home directory: native libraries are unpacked for this process alone");
            return loadPrivately(loader);
        }
        return loader.apply(cache);
    }

    private void unpackIntoCache() throws IOException {
        if (isComplete(cache)) {
            return;
        }
        Files.createDirectories(cache);
        try (FileChannel channel =
                        FileChannel.open(cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            deletePartials();
            for (NativeFile file : files) {
                if (!file.isIn(cache)) {
                    file.unpackInto(cache);
                }
            }
        }
    }

    private boolean isComplete(Path folder) throws IOException {
        for (NativeFile file : files) {
            if (!file.isIn(folder)) {
                return false;
            }
        }
        return true;
    }

    /// Of processes that were killed, since whoever has the lock unpacks.
    private void deletePartials() throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            List<Path> partials = all.filter(file -> file.toString().endsWith(NativeFile.PARTIAL))
                    .toList();
            for (Path partial : partials) {
                Files.delete(partial);
            }
        }
    }

    private <T> T loadPrivately(Function<Path, T> loader) throws IOException {
        Path folder = Files.createTempDirectory(temporary, PRIVATE);
        try {
            deleteLeftBehind(Files.getOwner(folder));
            for (NativeFile file : files) {
                file.unpackInto(folder);
            }
            return loader.apply(folder);
        } finally {
            delete(folder);
        }
    }

    private void deleteLeftBehind(UserPrincipal user) throws IOException {
        FileTime latest = FileTime.from(Instant.now().minus(LEFT_BEHIND));
        try (Stream<Path> all = Files.list(temporary)) {
            List<Path> folders = all.filter(
                            folder -> folder.getFileName().toString().startsWith(PRIVATE))
                    .toList();
            for (Path folder : folders) {
                try {
                    if (Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
                            && Files.getLastModifiedTime(folder).compareTo(latest) < 0) {
                        delete(folder);
                    }
                } catch (NoSuchFileException e) {
                    LOG.atDebug().addKeyValue("folder", folder).log("its own process or another one deleted it");
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
