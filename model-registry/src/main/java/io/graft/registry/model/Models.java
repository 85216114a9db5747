package io.graft.registry.model;

import com.fasterxml.jackson.core.type.TypeReference;
import io.graft.contracts.Page;
import io.graft.contracts.registry.RegistryApi.ModelView;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The models, and the lock that keeps the changes of one model in order.
@ApplicationScoped
public class Models {

    private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {};

    private final ModelStore store;
    private final Aliases aliases;
    private final Clock clock;

    Models(ModelStore store, Aliases aliases, Clock clock) {
        this.store = store;
        this.aliases = aliases;
        this.clock = clock;
    }

    public Model get(ModelName name) {
        return store.find(name).orElseThrow(() -> new Problem.NotFound("model", name));
    }

    /// Nobody else changes the model, its versions or aliases until the transaction ends.
    public Model lock(ModelName name) {
        return store.lock(name).orElseThrow(() -> new Problem.NotFound("model", name));
    }

    /// The same for a model that may be new.
    public Model lockOrCreate(ModelName name, String baseModel) {
        store.insertIfAbsent(name, baseModel, clock.instant());
        return lock(name);
    }

    /// Records that a version is the newest.
    public void latest(ModelName name, VersionNumber version, String baseModel) {
        store.latest(name, version, baseModel);
    }

    @Transactional
    ModelView view(ModelName name) {
        return views(List.of(get(name))).getFirst();
    }

    @Transactional
    Page<ModelView> list(@Nullable String part, Map<String, String> tags, PageRequest page) {
        return page.page(views(store.page(part, tags, page.offset(), page.limit())), view -> view);
    }

    private List<ModelView> views(List<Model> models) {
        List<String> names = models.stream().map(model -> model.name().value()).toList();
        Map<String, String> tags = names.isEmpty() ? Map.of() : store.latestTags(names);
        Map<String, Map<String, String>> pointers = aliases.of(names);
        return models.stream()
                .map(model -> view(
                        model,
                        tags.getOrDefault(model.name().value(), "{}"),
                        pointers.getOrDefault(model.name().value(), Map.of())))
                .toList();
    }

    private static ModelView view(Model model, String tags, Map<String, String> pointers) {
        return new ModelView(
                model.name().value(),
                model.baseModel(),
                Jsonb.read(tags, TAGS),
                model.latest().map(VersionNumber::toString).orElse(null),
                pointers,
                model.createdAt());
    }
}
