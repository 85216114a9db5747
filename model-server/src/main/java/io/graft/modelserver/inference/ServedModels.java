package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.Model;
import io.graft.contracts.inference.OpenAiApi.ModelList;
import io.graft.engine.adapter.Adapter;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.adapter.Adapters;
import io.graft.modelserver.adapter.LoadedAdapter;
import io.graft.modelserver.base.BaseModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What can be asked for by name: the base model and the loaded adapters.
@ApplicationScoped
class ServedModels {

    private static final String OWNER = "graft";

    private final BaseModel base;
    private final Adapters adapters;

    ServedModels(BaseModel base, Adapters adapters) {
        this.base = base;
        this.adapters = adapters;
    }

    Served find(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw Problem.Invalid.of("model", "must be the name of a model: see GET /v1/models");
        }
        List<LoadedAdapter> present = adapters.list(); // while the server opens: a problem, not an unknown model
        if (name.equals(base.name())) {
            return new Served(name, "none", base.get(), Adapter.NONE);
        }
        LoadedAdapter adapter = present.stream()
                .filter(loaded -> loaded.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Problem.NotFound("model", name));
        adapter.requests().increment();
        return new Served(name, name, base.get(), adapter.adapter());
    }

    ModelList list() {
        Stream<Model> loaded = adapters.list().stream()
                .map(adapter -> new Model(
                        adapter.name(), "model", adapter.loadedAt().getEpochSecond(), OWNER, base.name(), base.name()))
                .sorted(Comparator.comparing(Model::id));
        Model itself = new Model(base.name(), "model", base.get().at().getEpochSecond(), OWNER, base.name(), null);
        return new ModelList("list", Stream.concat(Stream.of(itself), loaded).toList());
    }
}
