package io.graft.worker.artifact;

import io.graft.client.RegistryClient;
import io.graft.client.UnavailableException;
import io.graft.contracts.ArtifactFile;
import io.graft.worker.report.Retries;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Downloads from and uploads to the artifact store. Downloads are kept in a cache that workers share;
/// what lies there under a digest is checked each time, and appears whole or not at all.
public final class Artifacts {

    private final RegistryClient registry;
    private final Path cache;
    private final Retries retries;

    /// @param cache a folder, made when it is missing
    public Artifacts(RegistryClient registry, Path cache, Retries retries) {
        this.registry = registry;
        this.cache = cache;
        this.retries = retries;
    }

    /// The content's file in the cache.
    public Path download(ArtifactFile artifact) throws IOException {
        Path file = cache.resolve(artifact.digest().replace(':', '-'));
        if (Files.isRegularFile(file) && FileDigest.of(file).equals(artifact.digest())) {
            return file;
        }
        Files.createDirectories(cache);
        return retries.run("download of " + artifact.path(), () -> fetch(artifact.digest(), file));
    }

    private Path fetch(String digest, Path target) throws IOException {
        Path part = Files.createTempFile(cache, "download-", ".part");
        try {
            try (InputStream in = registry.downloadArtifact(digest)) {
                copy(in, part, digest);
            }
            String got = FileDigest.of(part);
            if (!got.equals(digest)) {
                throw new CorruptArtifact(digest, got);
            }
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// A connection that breaks is tried again; a disk that is full is not.
    private static void copy(InputStream in, Path part, String digest) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (var out = Files.newOutputStream(part)) {
            for (int read = read(in, buffer, digest); read >= 0; read = read(in, buffer, digest)) {
                out.write(buffer, 0, read);
            }
        }
    }

    private static int read(InputStream in, byte[] buffer, String digest) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new UnavailableException(URI.create("artifact:/" + digest), e);
        }
    }

    /// Puts an adapter's files into a folder, as they are named.
    public Path download(List<ArtifactFile> files, Path folder) throws IOException {
        for (ArtifactFile file : files) {
            Path target = folder.resolve(file.path());
            Files.createDirectories(target.getParent());
            Files.copy(download(file), target, StandardCopyOption.REPLACE_EXISTING);
        }
        return folder;
    }

    /// Stores every file directly in a folder.
    ///
    /// @return what they are called and hold, by name
    public List<ArtifactFile> upload(Path folder) throws IOException {
        List<ArtifactFile> uploaded = new ArrayList<>();
        for (Path file : files(folder)) {
            ArtifactFile artifact =
                    new ArtifactFile(String.valueOf(file.getFileName()), FileDigest.of(file), Files.size(file));
            retries.run("upload of " + artifact.path(), () -> {
                registry.uploadArtifact(artifact, file);
                return artifact;
            });
            uploaded.add(artifact);
        }
        return uploaded;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
