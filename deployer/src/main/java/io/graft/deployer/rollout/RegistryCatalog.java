package io.graft.deployer.rollout;

import io.graft.client.JsonClient;
import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.kit.problem.Problem;
import io.graft.kit.urls.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/// The model registry's word.
@ApplicationScoped
class RegistryCatalog implements VersionCatalog {

    private static final int NOT_FOUND = 404;
    private static final Duration LATER = Duration.ofSeconds(5);

    private final JsonClient registry;

    RegistryCatalog(Clients clients) {
        this.registry = clients.registry();
    }

    @Override
    public VersionView version(String model, String version) {
        try {
            return registry.get(JsonClient.path("/v1/registry/models/{}/{}", model, version), VersionView.class);
        } catch (UnavailableException e) {
            throw new Problem.Unavailable("the model registry does not answer: " + e.getMessage(), LATER);
        } catch (RemoteProblem problem) {
            if (problem.status() != NOT_FOUND) {
                throw problem;
            }
            String detail = problem.detail().detail();
            String known = detail == null ? "no version " + model + "@" + version : detail;
            throw Problem.Invalid.of("version", "is not registered: " + known);
        }
    }
}
