package io.graft.registry.model;

import io.graft.contracts.event.RegistryEvent.AliasMoved;
import io.graft.contracts.registry.RegistryApi.AliasView;
import io.graft.kit.event.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The movable pointers at versions. Whoever moves one holds the model's lock.
@ApplicationScoped
public class Aliases {

    private final AliasStore store;
    private final Outbox outbox;
    private final Clock clock;

    Aliases(AliasStore store, Outbox outbox, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    public Optional<VersionNumber> version(ModelName model, AliasName alias) {
        return store.find(model, alias).map(found -> VersionNumber.parse(found.version()));
    }

    public boolean pointsAt(ModelName model, AliasName alias, VersionNumber version) {
        return version(model, alias).filter(version::equals).isPresent();
    }

    /// Where the aliases of each model point.
    public Map<String, Map<String, String>> of(List<String> models) {
        return models.isEmpty() ? Map.of() : store.of(models);
    }

    /// Names of the aliases that point at a version.
    public List<String> of(ModelName model, VersionNumber version) {
        String text = version.toString();
        return of(List.of(model.value())).getOrDefault(model.value(), Map.of()).entrySet().stream()
                .filter(alias -> alias.getValue().equals(text))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Transactional
    public Optional<AliasView> view(ModelName model, AliasName alias) {
        return store.find(model, alias).map(Alias::view);
    }

    /// Its present entity tag; empty where there is no such alias.
    @Transactional
    public Optional<String> tag(ModelName model, AliasName alias) {
        return store.find(model, alias).map(Alias::tag);
    }

    /// Points an alias at a version that exists; nothing happens where it points there already.
    public void move(ModelName model, AliasName alias, VersionNumber to, Change change) {
        Optional<String> from = store.find(model, alias).map(Alias::version);
        if (from.filter(to.toString()::equals).isPresent()) {
            return;
        }
        store.put(model, alias, from.orElse(null), to.toString(), change, clock.instant());
        outbox.publish(new AliasMoved(model.value(), alias.value(), from.orElse(null), to.toString(), change.reason()));
    }

    /// Takes an alias away; nothing happens where there is none.
    public void remove(ModelName model, AliasName alias, Change change) {
        store.find(model, alias).ifPresent(found -> {
            store.delete(model, alias, found.version(), change, clock.instant());
            outbox.publish(new AliasMoved(model.value(), alias.value(), found.version(), null, change.reason()));
        });
    }
}
