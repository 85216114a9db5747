package io.graft.engine.hub;

import io.graft.engine.hub.HubException.Reason;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One repository in the cache, laid out as `huggingface_hub` does: `blobs/<checksum>` holds the bytes,
/// `snapshots/<commit>/<file>` links to them, `refs/<revision>` holds the commit that a revision had last.
final class CacheFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);

    private final Path root;
    private final Path lock;

    CacheFolder(Path cache, RepositoryId repository) {
        this.root = cache.resolve(repository.folderName());
        this.lock = cache.resolve(".locks").resolve(repository.folderName()).resolve("graft.lock");
    }

    Path blob(Checksum checksum) {
        return root.resolve("blobs").resolve(checksum.hex());
    }

    /// Whether all bytes of a file are here. Whoever put them there has checked them, we or `huggingface_hub`.
    boolean holds(RemoteFile file) throws IOException {
        Path blob = blob(file.checksum());
        return Files.isRegularFile(blob) && Files.size(blob) == file.size();
    }

    Path snapshot(String commit) {
        return root.resolve("snapshots").resolve(commit);
    }

    private Path ref(Revision revision) {
        return root.resolve("refs").resolve(revision.name());
    }

    /// Makes the folders and keeps other processes away from this repository until the result is closed.
    CacheLock lock() throws IOException {
        try {
            Files.createDirectories(root.resolve("blobs"));
            Files.createDirectories(lock.getParent());
            return CacheLock.take(lock);
        } catch (HubException e) {
            throw e;
        } catch (IOException e) {
            throw cannotWrite(root, e);
        }
    }

    /// The commit that a revision had when it was last downloaded.
    Optional<String> commit(Revision revision) throws IOException {
        if (revision.isCommit()) {
            return Optional.of(revision.name()).filter(commit -> Files.isDirectory(snapshot(commit)));
        }
        return Files.isRegularFile(ref(revision))
                ? Optional.of(Files.readString(ref(revision)).strip()).filter(Revision::isCommit)
                : Optional.empty();
    }

    /// Notes the commit of a branch or a tag, once all of its files are there.
    void remember(Revision revision, String commit) throws IOException {
        if (revision.isCommit() || commit(revision).equals(Optional.of(commit))) {
            return;
        }
        Path ref = ref(revision);
        try {
            Files.createDirectories(ref.getParent());
            Path partial = ref.resolveSibling(ref.getFileName() + PartialFile.SUFFIX);
            Files.writeString(partial, commit);
            Files.move(partial, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannotWrite(ref, e);
        }
    }

    /// Whether a snapshot has a file, itself or by a link that leads somewhere.
    boolean has(String commit, String name) {
        return Files.isRegularFile(snapshot(commit).resolve(name));
    }

    /// Lets a file appear in a snapshot.
    void link(String commit, RemoteFile file) throws IOException {
        Path place = snapshot(commit).resolve(file.name());
        Path target = Path.of("..", "..", "blobs", file.checksum().hex());
        try {
            Files.createDirectories(place.getParent());
            if (Files.isSymbolicLink(place) && !Files.exists(place)) {
                Files.delete(place);
            }
            Files.createSymbolicLink(place, target);
        } catch (FileAlreadyExistsException _) {
            LOG.atDebug().addKeyValue("file", place).log("the snapshot has the file already");
        } catch (UnsupportedOperationException e) {
            copy(blob(file.checksum()), place, e);
        } catch (IOException e) {
            if (!isWindows()) {
                throw cannotWrite(place, e);
            }
            copy(blob(file.checksum()), place, e);
        }
    }

    /// Windows lets only some users make links, and says so in many ways.
    private static boolean isWindows() {
        return java.io.File.separatorChar == '\\';
    }

    private static void copy(Path blob, Path place, Exception reason) throws IOException {
        LOG.atInfo()
                .addKeyValue("file", place)
                .addKeyValue("reason", reason.getMessage())
                .log("the file system has no links for this user, so the file is copied");
        Path partial = place.resolveSibling(place.getFileName() + PartialFile.SUFFIX);
        try {
            Files.copy(blob, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IllegalStateException("a file cannot be renamed within its folder: " + place, e);
        } catch (IOException e) {
            throw cannotWrite(place, e);
        }
    }

    /// Fails early where the disk cannot hold what is to come.
    void requireSpace(long bytes) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < bytes) {
            throw new HubException(
                    Reason.CACHE, root + ": the disk is too full: " + bytes + " bytes needed, " + free + " free");
        }
    }

    private static HubException cannotWrite(Path file, IOException cause) {
        return new HubException(
                Reason.CACHE,
                "cannot write " + file + " (" + cause.getClass().getSimpleName() + "): " + cause.getMessage()
                        + "; HF_HUB_CACHE or HF_HOME names another folder",
                cause);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
