package io.graft.registry.lineage;

import io.graft.contracts.registry.RegistryApi.LineageGraph;
import io.graft.registry.evaluation.Evaluations;
import io.graft.registry.model.ModelName;
import io.graft.registry.rollout.Rollouts;
import io.graft.registry.version.Version;
import io.graft.registry.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/// Collects what the registry knows of a model's past.
@ApplicationScoped
class Lineages {

    private final Versions versions;
    private final Evaluations evaluations;
    private final Rollouts rollouts;

    Lineages(Versions versions, Evaluations evaluations, Rollouts rollouts) {
        this.versions = versions;
        this.evaluations = evaluations;
        this.rollouts = rollouts;
    }

    @Transactional
    LineageGraph of(ModelName model) {
        List<Version> all = versions.all(model);
        List<Long> ids = all.stream().map(Version::id).toList();
        return new GraphDrawing()
                .versions(all)
                .evidence(all, evaluations.of(ids))
                .rollouts(all, rollouts.of(ids))
                .graph();
    }
}
