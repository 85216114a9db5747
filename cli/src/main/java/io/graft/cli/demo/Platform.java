package io.graft.cli.demo;

import io.graft.cli.connect.Connections;
import io.graft.client.JsonClient;
import io.graft.client.TrainingClient;
import io.graft.contracts.benchmark.BenchmarkApi;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.contracts.registry.RegistryApi.DecisionRequest;
import io.graft.contracts.registry.RegistryApi.Evidence;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.RunConfig;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.contracts.training.TrainingApi.RunView;
import io.graft.contracts.training.TrainingApi.StartRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The calls that the demo makes, each as patient as it can safely be.
final class Platform {

    private static final String ACCURACY = "acc,none";

    private final Connections connections;
    private final Patience patience;
    private final TrainingClient training;

    Platform(Connections connections, Patience patience) {
        this.connections = connections;
        this.patience = patience;
        this.training = new TrainingClient(connections.training());
    }

    Patience patience() {
        return patience;
    }

    boolean knowsModel(String name) {
        return patience
                .call(() -> connections.registry().getPage("/v1/registry/models?name=" + name, Object.class))
                .items()
                .stream()
                .findAny()
                .isPresent();
    }

    DatasetView importDataset(TrainingClient.DatasetUpload upload) {
        return patience.call(() -> {
            try {
                return training.importDataset(upload);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void gates(String model, GatePolicy policy) {
        patience.call(() -> connections
                .registry()
                .put(JsonClient.path("/v1/registry/models/{}/gates", model), policy, GatePolicy.class));
    }

    UUID train(String model, String dataset, RunConfig config) {
        String key = UUID.randomUUID().toString();
        return patience.call(() -> training.start(new StartRequest(model, dataset, config), key))
                .trainingId();
    }

    RunView run(UUID id) {
        return patience.call(() -> training.run(id));
    }

    VersionView version(String model, String version) {
        return patience.call(() -> connections
                .registry()
                .get(JsonClient.path("/v1/registry/models/{}/{}", model, version), VersionView.class));
    }

    void approve(String model, String version, String comment) {
        patience.call(() -> connections
                .registry()
                .post(
                        JsonClient.path("/v1/registry/models/{}/{}/approve", model, version),
                        new DecisionRequest(comment, true),
                        VersionView.class));
    }

    /// Accuracy by subject: base, champion, candidate.
    Map<String, Double> scores(String model, String version) {
        List<Evidence> evidence = patience.call(() -> connections
                .registry()
                .getList(JsonClient.path("/v1/registry/models/{}/{}/evidence", model, version), Evidence.class));
        return evidence.stream()
                .filter(one -> one.metrics().containsKey(ACCURACY))
                .collect(
                        Collectors.toMap(Evidence::subject, one -> one.metrics().get(ACCURACY), (a, _) -> a));
    }

    /// The benchmark of a version; empty before it is queued.
    Optional<BenchmarkApi.RunView> benchmark(String model, String version) {
        String subject = model + "@" + version;
        return newest(
                "/v1/benchmarks/runs?page_size=50",
                BenchmarkApi.RunView.class,
                connections.benchmarks(),
                run -> run.models().contains(subject));
    }

    /// The newest rollout of a version; empty before there is one.
    Optional<RolloutView> rollout(String model, String version) {
        return newest(
                JsonClient.path("/v1/deployment/deployments?model={}&page_size=50", model),
                RolloutView.class,
                connections.deployment(),
                rollout -> rollout.version().equals(version));
    }

    private <T> Optional<T> newest(String path, Class<T> type, JsonClient client, Function<T, Boolean> wanted) {
        return patience.call(() -> client.getPage(path, type)).items().stream()
                .filter(wanted::apply)
                .findFirst();
    }
}
