package io.graft.registry.model;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The table `model`.
@ApplicationScoped
class ModelStore implements PanacheRepositoryBase<ModelEntity, String> {

    private static final String MATCHING = """
            select m.name from model m join model_version v on v.model = m.name and v.version = m.latest_version
            where strpos(m.name, :part) > 0 and v.tags @> cast(:tags as jsonb)
            order by m.name""";

    private static final String LATEST_TAGS = """
            select m.name, cast(v.tags as text) from model m
            join model_version v on v.model = m.name and v.version = m.latest_version
            where m.name in (:names)""";

    Optional<Model> find(ModelName name) {
        return findByIdOptional(name.value()).map(ModelStore::model);
    }

    /// Holds all changes of a model back until this transaction ends.
    Optional<Model> lock(ModelName name) {
        return findByIdOptional(name.value(), LockModeType.PESSIMISTIC_WRITE).map(row -> {
            getEntityManager().refresh(row);
            return model(row);
        });
    }

    void insertIfAbsent(ModelName name, String baseModel, Instant now) {
        getEntityManager()
                .createNativeQuery(
                        "insert into model (name, base_model, created_at) values (?1, ?2, ?3) on conflict do nothing")
                .setParameter(1, name.value())
                .setParameter(2, baseModel)
                .setParameter(3, now)
                .executeUpdate();
    }

    void latest(ModelName name, VersionNumber version, String baseModel) {
        update("latestVersion = ?1, baseModel = ?2 where name = ?3", version.toString(), baseModel, name.value());
    }

    /// Models whose name contains `part` and whose newest version has all the tags, by name.
    List<Model> page(@Nullable String part, Map<String, String> tags, int offset, int limit) {
        List<String> names = getSession()
                .createNativeQuery(MATCHING, String.class)
                .setParameter("part", part == null ? "" : part)
                .setParameter("tags", Jsonb.write(tags))
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultList();
        return list("name in ?1 order by name", names).stream()
                .map(ModelStore::model)
                .toList();
    }

    /// Per model the tags of its newest version, as JSON.
    Map<String, String> latestTags(List<String> names) {
        List<Object[]> rows = getSession()
                .createNativeQuery(LATEST_TAGS, Object[].class)
                .setParameter("names", names)
                .getResultList();
        return rows.stream().collect(Collectors.toMap(row -> (String) row[0], row -> (String) row[1]));
    }

    private static Model model(ModelEntity row) {
        return new Model(
                new ModelName(row.name),
                row.baseModel,
                Optional.ofNullable(row.latestVersion).map(VersionNumber::parse),
                row.createdAt);
    }
}
