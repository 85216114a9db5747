package io.graft.training.run;

import io.graft.contracts.Page;
import io.graft.contracts.training.RunConfig;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.contracts.training.TrainingApi.RunView;
import io.graft.contracts.training.TrainingApi.StartRequest;
import io.graft.contracts.training.TrainingApi.StatsView;
import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.kit.launch.LogTail;
import io.graft.kit.launch.WorkerLauncher;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import io.graft.kit.trace.Traces;
import io.graft.training.dataset.Datasets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Starts, stops and tells of runs.
@ApplicationScoped
class Runs {

    private static final Pattern MODEL_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final RunStore store;
    private final StepStore steps;
    private final RunEvents events;
    private final RunMeters meters;
    private final Datasets datasets;
    private final BaseModels baseModels;
    private final StartingPoints startingPoints;
    private final WorkerLauncher launcher;
    private final Clock clock;

    Runs(
            RunStore store,
            StepStore steps,
            RunEvents events,
            RunMeters meters,
            Datasets datasets,
            BaseModels baseModels,
            StartingPoints startingPoints,
            WorkerLauncher launcher,
            Clock clock) {
        this.store = store;
        this.steps = steps;
        this.events = events;
        this.meters = meters;
        this.datasets = datasets;
        this.baseModels = baseModels;
        this.startingPoints = startingPoints;
        this.launcher = launcher;
        this.clock = clock;
    }

    /// Queues a run, in the transaction of the caller where there is one.
    ///
    /// @throws Problem.Invalid with every field at fault
    RunView start(StartRequest request) {
        RunConfig given = request.config() == null ? RunConfig.empty() : request.config();
        DatasetView dataset = check(request, given.withDefaults());
        RunSpec.Start start = startingPoints.of(request.modelName(), given.withDefaults());
        RunSpec spec = RunSpec.of(request.modelName(), dataset, start.adopt(given), start, Traces.current(), now());
        TrainingRun run = TrainingRun.queued(new RunId(UUID.randomUUID()), spec);
        QuarkusTransaction.joiningExisting().run(() -> {
            store.add(run);
            events.queued(run);
        });
        return RunViews.of(run, now());
    }

    private DatasetView check(StartRequest request, RunConfig config) {
        FieldChecks checks = new FieldChecks();
        String model = request.modelName();
        checks.require(
                model != null && MODEL_NAME.matcher(model).matches(),
                "model_name",
                "must be 1 to 63 of a-z, 0-9 and -, with a letter or digit at both ends, is " + model);
        Optional<DatasetView> dataset = dataset(request, config, checks);
        String baseModel = String.valueOf(config.baseModel());
        new ConfigRules(checks).check(config, baseModels.find(baseModel), baseModels.names());
        if (!checks.errors().isEmpty() || dataset.isEmpty()) {
            throw new Problem.Invalid(checks.errors());
        }
        return dataset.get();
    }

    private Optional<DatasetView> dataset(StartRequest request, RunConfig config, FieldChecks checks) {
        String name = request.datasetName() == null ? config.datasetName() : request.datasetName();
        if (name == null) {
            checks.add("dataset_name", "must name a data set, is absent");
            return Optional.empty();
        }
        checks.require(
                config.datasetName() == null || config.datasetName().equals(name),
                "config.dataset_name",
                "must be absent or the same as dataset_name (" + name + "), is " + config.datasetName());
        if (datasets.find(name, null).isEmpty()) {
            checks.add("dataset_name", "must be a data set that was imported, is " + name);
            return Optional.empty();
        }
        Optional<DatasetView> dataset = datasets.find(name, config.datasetVersion());
        checks.require(
                dataset.isPresent(),
                "config.dataset_version",
                "must be a version of data set " + name + ", is " + config.datasetVersion());
        return dataset;
    }

    /// Asks a run to stop: a queued one is cancelled at once, others at their next step. Asking again
    /// changes nothing.
    @Transactional
    RunView stop(RunId id) {
        TrainingRun run = store.lock(id).orElseThrow(() -> notFound(id));
        if (run.state() == RunState.stopping || run.state() == RunState.cancelled) {
            return RunViews.of(run, now());
        }
        if (run.state().isFinal()) {
            throw new Problem.Conflict("run_has_ended", "run " + id + " has " + run.state() + " and cannot be stopped");
        }
        TrainingRun stopped = run.stopRequested(now());
        store.save(stopped);
        if (stopped.state().isFinal()) {
            events.ended(stopped);
            meters.ended(stopped);
        }
        return RunViews.of(stopped, now());
    }

    RunView get(RunId id) {
        return RunViews.of(find(id), now());
    }

    Page<RunView> list(@Nullable String model, @Nullable RunState state, PageRequest page) {
        Instant now = now();
        return page.page(store.list(model, state, page), run -> RunViews.of(run, now));
    }

    List<StepMetric> metrics(RunId id, int afterStep, int limit) {
        return steps.after(find(id).id(), afterStep, limit);
    }

    /// The end of the run's log.
    String log(RunId id, int lines) {
        List<String> tail = LogTail.of(launcher.log(find(id).id().value()), lines);
        return tail.isEmpty() ? "" : String.join("\n", tail) + "\n";
    }

    StatsView stats() {
        Map<RunState, Long> byState = new EnumMap<>(RunState.class);
        for (RunState state : RunState.values()) {
            byState.put(state, 0L);
        }
        byState.putAll(store.countByState());
        long total = byState.values().stream().mapToLong(Long::longValue).sum();
        RunView current = store.active().stream()
                .findFirst()
                .map(run -> RunViews.of(run, now()))
                .orElse(null);
        return new StatsView(current, total, byState, datasets.count());
    }

    private TrainingRun find(RunId id) {
        return store.find(id).orElseThrow(() -> notFound(id));
    }

    /// PostgreSQL keeps microseconds: what is told now is what will be told later.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static Problem.NotFound notFound(RunId id) {
        return new Problem.NotFound("training run", id);
    }
}
