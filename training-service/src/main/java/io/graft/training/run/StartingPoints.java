package io.graft.training.run;

import io.graft.client.RegistryClient;
import io.graft.client.RemoteProblem;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.RunConfig;
import io.graft.kit.problem.Problem;
import io.graft.kit.urls.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Finds the adapter that a run continues from: a version by name, or the champion.
@ApplicationScoped
class StartingPoints {

    private final RegistryClient registry;

    StartingPoints(Clients clients) {
        this.registry = new RegistryClient(clients.registry());
    }

    /// A model without a champion has nothing to continue from: its first incremental run starts fresh.
    ///
    /// @throws Problem.Invalid if there is no such version, or it belongs to another base model
    RunSpec.Start of(String modelName, RunConfig config) {
        String version = config.baseVersion();
        if (version != null) {
            return checked("config.base_version", config, version(modelName, version));
        }
        return Boolean.TRUE.equals(config.incremental())
                ? registry.champion(modelName)
                        .map(champion -> checked("config.incremental", config, champion))
                        .orElse(RunSpec.Start.FRESH)
                : RunSpec.Start.FRESH;
    }

    private VersionView version(String modelName, String version) {
        try {
            return registry.version(modelName, version);
        } catch (RemoteProblem problem) {
            if (problem.status() == 404) {
                throw Problem.Invalid.of(
                        "config.base_version", "must be a registered version of " + modelName + ", is " + version);
            }
            throw problem;
        }
    }

    private static RunSpec.Start checked(String field, RunConfig config, VersionView version) {
        if (!version.baseModel().equals(config.baseModel())) {
            throw new Problem.Invalid(List.of(new FieldError(
                    field,
                    "continues from " + version.name() + "@" + version.version() + ", an adapter of base model "
                            + version.baseModel() + "; base_model is " + config.baseModel())));
        }
        return new RunSpec.Start(version.version(), version.files(), version.hyperparameters());
    }
}
