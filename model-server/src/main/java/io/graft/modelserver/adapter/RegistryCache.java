package io.graft.modelserver.adapter;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.client.RegistryClient;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.kit.problem.Problem;
import io.graft.kit.urls.Clients;
import io.graft.modelserver.ModelServerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of adapters from the registry, in folders named by their digest. A folder appears whole or not at all,
/// and is believed only after its digests are checked.
@ApplicationScoped
class RegistryCache {

    private static final String FILES = "files.json";
    private static final String PARTIAL = ".partial-";

    private final RegistryClient registry;
    private final ModelServerConfig config;
    private final Path folder;
    private final ObjectMapper json = ContractJson.mapper();

    @Inject
    RegistryCache(Clients clients, ModelServerConfig config) {
        this(new RegistryClient(clients.registry()), config);
    }

    RegistryCache(RegistryClient registry, ModelServerConfig config) {
        this.registry = registry;
        this.config = config;
        this.folder = config.stateDir().toAbsolutePath().normalize().resolve("cache");
    }

    /// The files of a version, from the cache if they are there and whole.
    AdapterFiles fetch(AdapterSource.Registered source) throws IOException {
        VersionView version = registry.version(source.model(), source.version());
        requireAdapter(source, version.files());
        requireSize(source, version.files());
        String digest = AdapterFiles.digest(version.files());
        Optional<AdapterFiles> known = find(digest);
        return known.isPresent() ? known.get() : download(source, version.files(), digest);
    }

    /// The files with a digest, if they are here and whole.
    Optional<AdapterFiles> find(String digest) throws IOException {
        Path place = place(digest);
        Path manifest = place.resolve(FILES);
        if (!Files.exists(manifest)) {
            return Optional.empty();
        }
        List<ArtifactFile> files = json.readValue(manifest.toFile(), new TypeReference<>() {});
        for (ArtifactFile file : files) {
            Path path = place.resolve(file.path());
            if (!Files.exists(path) || !AdapterFiles.digest(path).equals(file.digest())) {
                return Optional.empty();
            }
        }
        return Optional.of(new AdapterFiles(place, digest));
    }

    /// Deletes what is neither in use nor among the newest of the rest, and what a crash left half done.
    void prune(Set<String> digestsInUse) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Set<Path> used = Set.copyOf(digestsInUse.stream().map(this::place).toList());
        List<Path> unused;
        try (Stream<Path> folders = Files.list(folder)) {
            unused = folders.filter(path -> !used.contains(path))
                    .sorted(Comparator.comparingLong(
                                    (Path path) -> path.toFile().lastModified())
                            .reversed())
                    .toList();
        }
        int kept = 0;
        for (Path path : unused) {
            boolean partial = path.getFileName().toString().startsWith(PARTIAL);
            if (partial || ++kept > config.cachedAdapters()) {
                delete(path);
            }
        }
    }

    private static void requireAdapter(AdapterSource.Registered source, List<ArtifactFile> files) {
        Set<String> names = files.stream().map(ArtifactFile::path).collect(Collectors.toSet());
        if (!names.containsAll(AdapterFiles.READ)) {
            throw Problem.Invalid.of(
                    "lora_path",
                    source.text() + " is no LoRA adapter: it must hold " + AdapterFiles.READ + ", holds " + names);
        }
    }

    private void requireSize(AdapterSource.Registered source, List<ArtifactFile> files) {
        long size = files.stream().mapToLong(ArtifactFile::size).sum();
        long limit = config.maxAdapterSize().asLongValue();
        if (size > limit) {
            throw new Problem.TooLarge(source.text() + " has " + size + " bytes, more than the " + limit
                    + " of graft.model-server.max-adapter-size");
        }
    }

    private AdapterFiles download(AdapterSource.Registered source, List<ArtifactFile> files, String digest)
            throws IOException {
        Path partial = folder.resolve(PARTIAL + UUID.randomUUID());
        Files.createDirectories(partial);
        try {
            for (ArtifactFile file : files) {
                download(source, file, partial.resolve(file.path()));
            }
            json.writeValue(partial.resolve(FILES).toFile(), files);
            delete(place(digest));
            Files.move(partial, place(digest), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(partial);
        }
        return new AdapterFiles(place(digest), digest);
    }

    private void download(AdapterSource.Registered source, ArtifactFile file, Path target) throws IOException {
        Files.createDirectories(target.resolveSibling("."));
        String came = AdapterFiles.copy(registry.downloadArtifact(file.digest()), target);
        if (!came.equals(file.digest())) {
            throw new Problem.Conflict(
                    "corrupt_artifact",
                    file.path() + " of " + source.text() + " must have the digest " + file.digest()
                            + ", but what the registry gave has " + came);
        }
    }

    private Path place(String digest) {
        return folder.resolve(digest.replace(':', '-'));
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
