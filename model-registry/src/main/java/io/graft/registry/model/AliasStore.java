package io.graft.registry.model;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tables `alias` and `alias_change`.
@ApplicationScoped
class AliasStore implements PanacheRepositoryBase<AliasEntity, AliasEntity.Key> {

    Optional<Alias> find(ModelName model, AliasName alias) {
        return findByIdOptional(new AliasEntity.Key(model.value(), alias.value()))
                .map(this::alias);
    }

    /// Per model, where its aliases point.
    Map<String, Map<String, String>> of(List<String> models) {
        Map<String, Map<String, String>> pointers = new TreeMap<>();
        list("model in ?1", models)
                .forEach(row -> pointers.computeIfAbsent(row.model, _ -> new TreeMap<>())
                        .put(row.alias, row.version));
        return pointers;
    }

    void put(ModelName model, AliasName alias, @Nullable String from, String to, Change change, Instant at) {
        long changeId = record(model, alias, from, to, change, at);
        AliasEntity row = findById(new AliasEntity.Key(model.value(), alias.value()));
        if (row == null) {
            row = new AliasEntity();
            row.model = model.value();
            row.alias = alias.value();
            row.version = to;
            row.changeId = changeId;
            persist(row);
        } else {
            row.version = to;
            row.changeId = changeId;
        }
        flush();
    }

    void delete(ModelName model, AliasName alias, String from, Change change, Instant at) {
        record(model, alias, from, null, change, at);
        deleteById(new AliasEntity.Key(model.value(), alias.value()));
        flush();
    }

    private long record(
            ModelName model, AliasName alias, @Nullable String from, @Nullable String to, Change change, Instant at) {
        AliasChangeEntity row = new AliasChangeEntity();
        row.model = model.value();
        row.alias = alias.value();
        row.from = from;
        row.to = to;
        row.by = change.by();
        row.reason = change.reason();
        row.at = at;
        getEntityManager().persist(row);
        return row.id;
    }

    private Alias alias(AliasEntity row) {
        AliasChangeEntity change = getEntityManager().find(AliasChangeEntity.class, row.changeId);
        if (change == null) {
            throw new IllegalStateException("alias " + row.model + "/" + row.alias + " has no move " + row.changeId);
        }
        return new Alias(row.alias, row.version, row.changeId, new Change(change.by, change.reason), change.at);
    }
}
