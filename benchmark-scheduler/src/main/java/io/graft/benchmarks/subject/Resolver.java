package io.graft.benchmarks.subject;

import io.graft.benchmarks.BenchmarksConfig;
import io.graft.client.JsonClient;
import io.graft.client.RegistryClient;
import io.graft.client.RemoteProblem;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.contracts.worker.WorkerJob.Subject;
import io.graft.contracts.worker.WorkerJob.Task;
import io.graft.kit.problem.Problem;
import io.graft.kit.urls.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Turns the names of a request into what a worker needs.
@ApplicationScoped
public class Resolver {

    public static final String DATASET = "dataset:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final BenchmarksConfig config;
    private final RegistryClient registry;
    private final JsonClient training;

    Resolver(BenchmarksConfig config, Clients clients) {
        this.config = config;
        this.registry = new RegistryClient(clients.registry());
        this.training = clients.training();
    }

    /// A subject and the base model below it.
    public record Resolved(Subject subject, String baseModel) {}

    /// `NAME@VERSION`, `NAME` (its champion) or the name of a base model.
    ///
    /// @param errors gets what is wrong, and the result is empty then
    public Optional<Resolved> subject(String name, String field, List<FieldError> errors) {
        if (baseModels().contains(name)) {
            return Optional.of(new Resolved(new Subject(name, name, null), name));
        }
        int at = name.indexOf('@');
        Optional<VersionView> version =
                at < 0 ? champion(name) : version(name.substring(0, at), name.substring(at + 1));
        if (version.isEmpty()) {
            errors.add(new FieldError(
                    field,
                    "must be NAME@VERSION, a model with a champion, or a base model " + baseModels() + ", is " + name));
        }
        return version.map(found -> new Resolved(
                new Subject(name, found.name() + "@" + found.version(), found.files()), found.baseModel()));
    }

    /// The name under which results of a model are kept: `NAME@VERSION` of the champion for a plain `NAME`.
    public String modelOf(String name) {
        if (name.indexOf('@') >= 0 || baseModels().contains(name)) {
            return name;
        }
        return champion(name)
                .map(version -> version.name() + "@" + version.version())
                .orElse(name);
    }

    /// `dataset:NAME` or `dataset:NAME@VERSION`: the held-out rows of a data set.
    public Optional<Task> task(String name, String field, List<FieldError> errors) {
        if (!name.startsWith(DATASET)) {
            errors.add(new FieldError(
                    field, "unknown benchmark " + name + "; available: dataset:NAME and dataset:NAME@VERSION"));
            return Optional.empty();
        }
        Optional<DatasetView> dataset = dataset(name.substring(DATASET.length()));
        if (dataset.isEmpty()) {
            errors.add(new FieldError(field, "no data set " + name.substring(DATASET.length()) + " was imported"));
            return Optional.empty();
        }
        DatasetView found = dataset.get();
        if (found.test() == null) {
            errors.add(new FieldError(field, "data set " + found.name() + " has no held-out rows (test_file)"));
            return Optional.empty();
        }
        return Optional.of(new Task(DATASET + found.name() + "@" + found.version(), found.kind(), found.test()));
    }

    public List<String> baseModels() {
        if (!Files.isDirectory(config.modelsDir())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(config.modelsDir())) {
            return folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the base models in " + config.modelsDir(), e);
        }
    }

    private Optional<VersionView> champion(String model) {
        return NAME.matcher(model).matches() ? registry.champion(model) : Optional.empty();
    }

    private Optional<VersionView> version(String model, String version) {
        return NAME.matcher(model).matches() && NAME.matcher(version).matches()
                ? unlessMissing(() -> registry.version(model, version))
                : Optional.empty();
    }

    private Optional<DatasetView> dataset(String name) {
        int at = name.indexOf('@');
        String path = at < 0
                ? JsonClient.path("/v1/training/datasets/{}", name)
                : JsonClient.path(
                        "/v1/training/datasets/{}/versions/{}", name.substring(0, at), name.substring(at + 1));
        return unlessMissing(() -> training.get(path, DatasetView.class));
    }

    private interface Call<T> {
        T run();
    }

    private static <T> Optional<T> unlessMissing(Call<T> call) {
        try {
            return Optional.of(call.run());
        } catch (RemoteProblem problem) {
            if (problem.status() == 404 || problem.status() == 422) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /// All subjects must share one base model, which one worker loads once.
    public static String commonBase(List<Resolved> subjects) {
        List<String> bases =
                subjects.stream().map(Resolved::baseModel).distinct().toList();
        if (bases.size() != 1) {
            throw Problem.Invalid.of("models", "must share one base model in one run, have " + bases);
        }
        return bases.getFirst();
    }
}
