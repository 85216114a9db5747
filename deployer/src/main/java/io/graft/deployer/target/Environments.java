package io.graft.deployer.target;

import io.graft.contracts.deployment.DeploymentApi.EnvironmentView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where rollouts can go, by name.
@ApplicationScoped
public class Environments {

    /// Where a rollout goes that names no environment.
    public static final String LOCAL = "local";

    private final Map<String, ServingTarget> targets;

    Environments(ServingTarget local) {
        this.targets = new TreeMap<>(Map.of(LOCAL, local));
    }

    public List<String> names() {
        return List.copyOf(targets.keySet());
    }

    public ServingTarget target(String environment) {
        ServingTarget target = targets.get(environment);
        if (target == null) {
            throw new IllegalStateException("no environment " + environment + ", there are " + names());
        }
        return target;
    }

    public List<EnvironmentView> views() {
        return targets.entrySet().stream()
                .map(entry -> new EnvironmentView(
                        entry.getKey(), entry.getKey(), entry.getValue().isReady()))
                .toList();
    }
}
