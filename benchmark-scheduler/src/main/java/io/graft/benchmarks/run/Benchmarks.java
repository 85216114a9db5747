package io.graft.benchmarks.run;

import io.graft.benchmarks.BenchmarksConfig;
import io.graft.benchmarks.score.Comparisons;
import io.graft.benchmarks.subject.Resolver;
import io.graft.benchmarks.subject.Resolver.Resolved;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.Page;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.benchmark.BenchmarkApi.Comparison;
import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.benchmark.BenchmarkApi.RunRequest;
import io.graft.contracts.benchmark.BenchmarkApi.RunSettings;
import io.graft.contracts.benchmark.BenchmarkApi.RunState;
import io.graft.contracts.benchmark.BenchmarkApi.RunView;
import io.graft.contracts.event.RegistryEvent.VersionRegistered;
import io.graft.contracts.worker.WorkerJob.Subject;
import io.graft.contracts.worker.WorkerJob.Task;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import io.graft.kit.trace.Traces;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Queues, cancels and tells of benchmark runs.
@ApplicationScoped
class Benchmarks {

    private static final int COMPARED_RUNS = 500;

    private final RunStore store;
    private final RunEvents events;
    private final RunQueue queue;
    private final Resolver resolver;
    private final BenchmarksConfig config;
    private final Clock clock;

    Benchmarks(
            RunStore store, RunEvents events, RunQueue queue, Resolver resolver, BenchmarksConfig config, Clock clock) {
        this.store = store;
        this.events = events;
        this.queue = queue;
        this.resolver = resolver;
        this.config = config;
        this.clock = clock;
    }

    /// Queues the run that somebody asked for.
    ///
    /// @throws Problem.Invalid with every name and value at fault
    RunView queue(RunRequest request) {
        List<FieldError> errors = new ArrayList<>();
        RunSettings settings = SettingsCheck.check(request.config(), errors);
        List<Resolved> subjects = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        for (String model : names(request.models(), "models", errors)) {
            resolver.subject(model, "models", errors).ifPresent(subjects::add);
        }
        for (String benchmark : names(request.benchmarks(), "benchmarks", errors)) {
            resolver.task(benchmark, "benchmarks", errors).ifPresent(tasks::add);
        }
        if (!errors.isEmpty()) {
            throw new Problem.Invalid(errors);
        }
        RunSpec spec = new RunSpec(
                Resolver.commonBase(subjects),
                subjects.stream().map(Resolved::subject).toList(),
                tasks,
                settings);
        String model = spec.models().getFirst().replaceAll("@.*", "");
        return add(model, null, spec).view();
    }

    /// Queues the loop's run for a new version, once: base, champion if there is one, and the candidate itself.
    void queueCandidate(VersionRegistered registered) {
        if (registered.test() == null
                || store.candidate(registered.name(), registered.version()).isPresent()) {
            return;
        }
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject("base", registered.baseModel(), null));
        if (registered.champion() != null) {
            subjects.add(new Subject(
                    "champion", registered.name() + "@" + registered.champion(), championFiles(registered)));
        }
        subjects.add(new Subject("candidate", registered.name() + "@" + registered.version(), registered.files()));
        String name = Resolver.DATASET + registered.datasetName() + "@" + registered.datasetVersion();
        String kind = registered.datasetKind() == null ? "labelled" : registered.datasetKind();
        RunSettings settings = new RunSettings(null, config.timeout().toSeconds(), 0, config.candidateLimit(), 0L);
        add(
                registered.name(),
                registered.version(),
                new RunSpec(
                        registered.baseModel(), subjects, List.of(new Task(name, kind, registered.test())), settings));
    }

    /// A champion without files would be scored as the base model and beaten by anything.
    private static List<ArtifactFile> championFiles(VersionRegistered registered) {
        List<ArtifactFile> files = registered.championFiles();
        if (files == null || files.isEmpty()) {
            throw new IllegalArgumentException(
                    "champion " + registered.champion() + " of " + registered.name() + " comes without files");
        }
        return files;
    }

    private BenchmarkRun add(String model, @Nullable String version, RunSpec spec) {
        BenchmarkRun run =
                BenchmarkRun.queued(UUID.randomUUID(), model, version, spec, Traces.current(), clock.instant());
        QuarkusTransaction.joiningExisting().run(() -> {
            store.add(run);
            events.queued(run);
        });
        queue.wake();
        return run;
    }

    RunView get(UUID id) {
        return find(id).view();
    }

    Page<RunView> list(PageRequest page) {
        return page.page(store.list(page), BenchmarkRun::view);
    }

    @Transactional
    RunView cancel(UUID id) {
        BenchmarkRun run = store.lock(id).orElseThrow(() -> notFound(id));
        if (run.state() == RunState.cancelled) {
            return run.view();
        }
        if (run.state().isFinal()) {
            throw new Problem.Conflict("run_has_ended", "run " + id + " has " + run.state());
        }
        BenchmarkRun cancelled = run.cancelled(clock.instant());
        store.save(cancelled);
        events.ended(cancelled);
        queue.kill(run);
        return cancelled.view();
    }

    /// Compares two models on the newest rows that both have answered: the same task, drawn in the same way.
    Comparison compare(String a, String b) {
        String first = resolver.modelOf(a);
        String second = resolver.modelOf(b);
        List<Scored> all = store.completed(COMPARED_RUNS).stream()
                .flatMap(run -> run.results().stream().map(result -> Scored.of(run, result)))
                .toList();
        return all.stream()
                .filter(one -> one.result.model().equals(first))
                .flatMap(one -> all.stream()
                        .filter(other -> other.result.model().equals(second) && other.rows.equals(one.rows))
                        .findFirst()
                        .map(other -> Comparisons.of(one.result, other.result))
                        .stream())
                .findFirst()
                .orElseThrow(() -> new Problem.NotFound("benchmark that both were scored on for", a + " and " + b));
    }

    /// A result and the rows that it is about.
    private record Scored(Result result, Rows rows) {

        static Scored of(BenchmarkRun run, Result result) {
            RunSettings settings = run.spec().settings();
            return new Scored(result, new Rows(result.task(), settings.limit(), settings.seed(), result.samples()));
        }
    }

    private record Rows(
            String task, @Nullable Integer limit, @Nullable Long seed, int samples) {}

    private List<String> names(@Nullable List<String> names, String field, List<FieldError> errors) {
        List<String> given = Optional.ofNullable(names).orElse(List.of());
        if (given.isEmpty() || given.size() > config.maxSubjects()) {
            errors.add(new FieldError(field, "must have 1 to " + config.maxSubjects() + " names, has " + given.size()));
            return List.of();
        }
        return given;
    }

    private BenchmarkRun find(UUID id) {
        return store.find(id).orElseThrow(() -> notFound(id));
    }

    private static Problem.NotFound notFound(UUID id) {
        return new Problem.NotFound("benchmark run", id);
    }
}
