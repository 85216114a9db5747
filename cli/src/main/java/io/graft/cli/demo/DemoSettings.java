package io.graft.cli.demo;

import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.GateRule;
import io.graft.contracts.training.RunConfig;
import java.util.List;

/// The demo's hyper-parameters, gates and rollout.
final class DemoSettings {

    static final int QUIET = 2;
    static final int BUSY = 24;

    private static final String ACCURACY = "acc,none";

    private DemoSettings() {}

    /// A candidate must beat the base model and must not fall more than two points behind the champion.
    static GatePolicy gates() {
        return new GatePolicy(
                List.of(
                        new GateRule("min_improvement", ACCURACY, 0.05, "base"),
                        new GateRule("no_regression", ACCURACY, 0.02, "champion")),
                "auto",
                "auto",
                Strategy.canary,
                rollout());
    }

    static RunConfig training(int epochs) {
        RunConfig.Lora lora = new RunConfig.Lora(16, 32.0, 0.1, List.of("all-linear"), null, null, null, null, null);
        return new RunConfig(
                null,
                "graft-tiny",
                null,
                null,
                null,
                epochs,
                null,
                32,
                null,
                4e-3,
                "cosine",
                null,
                0.05,
                null,
                null,
                128,
                null,
                null,
                null,
                null,
                null,
                null,
                25,
                7L,
                null,
                null,
                lora,
                null,
                null,
                null);
    }

    private static RolloutConfig rollout() {
        return new RolloutConfig(
                null, null, List.of(10, 25, 50, 75, 100), 2.0, true, 60.0, 0.5, 15, 2_000.0, 0.02, 10, true, 30.0, 0.5);
    }
}
