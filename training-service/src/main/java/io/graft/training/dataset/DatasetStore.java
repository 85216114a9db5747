package io.graft.training.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.Page;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.contracts.training.TrainingApi.QualityReport;
import io.graft.kit.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps data set versions in `dataset_version`.
@ApplicationScoped
class DatasetStore implements PanacheRepositoryBase<DatasetEntity, Long> {

    private static final String NEWEST = "order by importedAt desc, id desc";

    Optional<DatasetView> newest(String name) {
        return find("name = ?1 " + NEWEST, name).firstResultOptional().map(DatasetStore::view);
    }

    Optional<DatasetView> version(String name, String version) {
        return entity(name, version).map(DatasetStore::view);
    }

    /// The newest version of every data set, by name.
    Page<DatasetView> newestOfEach(PageRequest page) {
        return fetch(
                page,
                find("from DatasetEntity d where not exists (from DatasetEntity o where o.name = d.name"
                        + " and (o.importedAt > d.importedAt or (o.importedAt = d.importedAt and o.id > d.id)))"
                        + " order by d.name"));
    }

    /// Newest first.
    Page<DatasetView> versions(String name, PageRequest page) {
        return fetch(page, find("name = ?1 " + NEWEST, name));
    }

    private static Page<DatasetView> fetch(PageRequest page, PanacheQuery<DatasetEntity> query) {
        return page.page(
                query.range(page.offset(), page.offset() + page.limit() - 1).list(), DatasetStore::view);
    }

    /// Data sets, whatever the number of their versions.
    long countNames() {
        return getEntityManager()
                .createQuery("select count(distinct name) from DatasetEntity", Long.class)
                .getSingleResult();
    }

    /// Lets one import of a name after the other decide whether its content is new, until the transaction
    /// ends.
    void lock(String name) {
        getEntityManager()
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(?1, 0))", Object.class)
                .setParameter(1, "dataset:" + name)
                .getSingleResultOrNull();
    }

    void add(DatasetView dataset) {
        DatasetEntity entity = new DatasetEntity();
        entity.name = dataset.name();
        entity.version = dataset.version();
        entity.kind = dataset.kind();
        entity.train = json(dataset.train());
        ArtifactFile test = dataset.test();
        entity.test = test == null ? null : json(test);
        entity.quality = json(dataset.quality());
        entity.createdAt = dataset.createdAt();
        entity.importedAt = dataset.createdAt();
        persistAndFlush(entity);
    }

    /// Makes a version that was imported again the newest.
    void touch(String name, String version, Instant now) {
        entity(name, version).ifPresent(entity -> entity.importedAt = now);
    }

    private Optional<DatasetEntity> entity(String name, String version) {
        return find("name = ?1 and version = ?2", name, version).firstResultOptional();
    }

    private static DatasetView view(DatasetEntity entity) {
        return new DatasetView(
                entity.name,
                entity.version,
                entity.kind,
                read(entity.train, ArtifactFile.class),
                readOrNull(entity.test, ArtifactFile.class),
                read(entity.quality, QualityReport.class),
                entity.createdAt);
    }

    private static String json(Object value) {
        try {
            return ContractJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return ContractJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> @Nullable T readOrNull(@Nullable String json, Class<T> type) {
        return json == null ? null : read(json, type);
    }
}
