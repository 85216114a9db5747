package io.graft.training.dataset;

import io.graft.client.RegistryClient;
import io.graft.contracts.Page;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import io.graft.kit.urls.Clients;
import io.graft.training.TrainingConfig;
import io.graft.training.dataset.CanonicalFile.Written;
import io.graft.training.dataset.DatasetImport.Imported;
import io.graft.training.dataset.DatasetImport.Upload;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Imports data sets and finds them.
@ApplicationScoped
public class Datasets {

    private final DatasetStore store;
    private final RegistryClient registry;
    private final Limits limits;
    private final Clock clock;

    Datasets(DatasetStore store, Clients clients, TrainingConfig config, Clock clock) {
        this.store = store;
        this.registry = new RegistryClient(clients.registry());
        this.limits = Limits.of(config);
        this.clock = clock;
    }

    /// @param created false where the same content was there already
    record Stored(DatasetView dataset, boolean created) {}

    /// Reads the uploaded rows, keeps their canonical form in the registry's artifact store, and only
    /// then the version.
    ///
    /// @throws Problem.Invalid with the lines at fault
    Stored importFrom(String name, Upload upload) {
        Path folder = newFolder();
        try {
            Imported imported = new DatasetImport(upload, limits, folder).run();
            store(imported.train());
            if (imported.test().isPresent()) {
                store(imported.test().get());
            }
            return QuarkusTransaction.requiringNew().call(() -> keep(name, imported));
        } catch (Refused refused) {
            throw new Problem.Invalid(refused.errors());
        } catch (IOException e) {
            throw new UncheckedIOException("import of data set " + name + " failed", e);
        } finally {
            delete(folder);
        }
    }

    private void store(Written written) throws IOException {
        registry.uploadArtifact(written.file(), written.path());
    }

    private Stored keep(String name, Imported imported) {
        DatasetView dataset = new DatasetView(
                name,
                imported.version(),
                imported.kind().name(),
                imported.train().file(),
                imported.test().map(Written::file).orElse(null),
                imported.quality(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        store.lock(name);
        Optional<DatasetView> known = store.version(name, dataset.version());
        if (known.isPresent()) {
            store.touch(name, dataset.version(), dataset.createdAt());
            return new Stored(known.get(), false);
        }
        store.add(dataset);
        return new Stored(dataset, true);
    }

    /// @param version absent: the newest
    public Optional<DatasetView> find(String name, @Nullable String version) {
        return version == null ? store.newest(name) : store.version(name, version);
    }

    Page<DatasetView> list(PageRequest page) {
        return store.newestOfEach(page);
    }

    Page<DatasetView> versions(String name, PageRequest page) {
        return store.versions(name, page);
    }

    public long count() {
        return store.countNames();
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("graft-import-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for an import", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the files of an import in " + folder, e);
        }
    }
}
