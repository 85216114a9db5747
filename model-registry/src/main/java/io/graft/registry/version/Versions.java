package io.graft.registry.version;

import io.graft.contracts.Page;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.registry.RegistryApi.MetricSeries;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.StageChange;
import io.graft.contracts.registry.RegistryApi.UpdateRequest;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.AliasName;
import io.graft.registry.model.Aliases;
import io.graft.registry.model.IfMatch;
import io.graft.registry.model.ModelName;
import io.graft.registry.model.Models;
import io.graft.registry.model.VersionNumber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds, shows and describes versions.
@ApplicationScoped
public class Versions {

    private static final String LATEST = "latest";

    private final VersionStore store;
    private final StageChangeStore changes;
    private final Models models;
    private final Aliases aliases;

    Versions(VersionStore store, StageChangeStore changes, Models models, Aliases aliases) {
        this.store = store;
        this.changes = changes;
        this.models = models;
        this.aliases = aliases;
    }

    public Version get(ModelName model, VersionNumber number) {
        return store.find(model, number).orElseThrow(() -> new Problem.NotFound("version", model + "@" + number));
    }

    /// @param selector a version, the name of an alias or `latest`
    public Version resolve(ModelName model, String selector) {
        models.get(model);
        return get(model, number(model, selector));
    }

    /// The version with the model's lock: it changes by nobody else until the transaction ends.
    public Version lock(ModelName model, String selector) {
        models.lock(model);
        return resolve(model, selector);
    }

    /// All versions of a model, oldest first.
    public List<Version> all(ModelName model) {
        models.get(model);
        return store.all(model);
    }

    /// Versions of all models in a stage, oldest first.
    public List<Version> inStage(Stage stage, PageRequest page) {
        return store.page(stage, page.offset(), page.limit());
    }

    /// Keeps what a benchmark showed.
    public Version judged(Version version) {
        return store.update(version);
    }

    /// What happened to a version, oldest first.
    public List<StageChange> history(Version version) {
        return changes.of(List.of(version.id())).getOrDefault(version.id(), List.of());
    }

    @Transactional
    public Found find(ModelName model, String selector) {
        Version version = resolve(model, selector);
        return new Found(view(version), version.tag());
    }

    public VersionView view(Version version) {
        return VersionViews.of(version, aliases.of(version.model(), version.number()), history(version));
    }

    @Transactional
    Page<VersionView> list(ModelName model, PageRequest page) {
        models.get(model);
        List<Version> found = store.page(model, page.offset(), page.limit());
        Map<Long, List<StageChange>> histories = found.isEmpty()
                ? Map.of()
                : changes.of(found.stream().map(Version::id).toList());
        Map<String, String> pointers = aliases.of(List.of(model.value())).getOrDefault(model.value(), Map.of());
        return page.page(
                found,
                version -> VersionViews.of(
                        version,
                        VersionViews.aliases(pointers, version),
                        histories.getOrDefault(version.id(), List.of())));
    }

    @Transactional
    Found update(ModelName model, String selector, UpdateRequest request, IfMatch ifMatch) {
        List<FieldError> faults = Stream.of(
                        WordRules.faults(request.description()),
                        WordRules.faults("tags", request.tags()),
                        WordRules.faults("metadata", request.metadata()))
                .flatMap(List::stream)
                .toList();
        if (!faults.isEmpty()) {
            throw new Problem.Invalid(faults);
        }
        Version version = lock(model, selector);
        ifMatch.check(version.title(), Optional.of(version.tag()));
        Version updated = store.update(version.withWords(
                request.description() == null ? version.description() : request.description(),
                WordRules.merge(version.tags(), request.tags()),
                WordRules.merge(version.metadata(), request.metadata())));
        return new Found(view(updated), updated.tag());
    }

    /// @param metric one metric; null: every metric that a version has
    @Transactional
    List<MetricSeries> metrics(ModelName model, @Nullable String metric) {
        return VersionViews.series(all(model), metric);
    }

    private VersionNumber number(ModelName model, String selector) {
        if (selector.equals(LATEST)) {
            return models.get(model).latest().orElseThrow(() -> new Problem.NotFound("version", model + "@latest"));
        }
        if (AliasName.looksLikeOne(selector)) {
            return aliases.version(model, new AliasName(selector))
                    .orElseThrow(() -> new Problem.NotFound("alias", model + "@" + selector));
        }
        return VersionNumber.parse(selector);
    }

    /// A version as the API shows it, and its entity tag.
    public record Found(VersionView view, String tag) {}
}
