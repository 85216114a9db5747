package io.graft.cli.demo;

import io.graft.cli.connect.Connections;
import io.graft.cli.output.Progress;
import io.graft.client.GatewayClient;
import io.graft.client.TrainingClient.DatasetUpload;
import io.graft.contracts.deployment.DeploymentApi.RolloutState;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.contracts.training.TrainingApi.RunView;
import io.graft.localstack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole loop on shipped data, step by step: what works shows its figures, what does not says why.
public final class Demo {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final LocalStack stack;
    private final Path repository;
    private final Progress progress;
    private final Platform platform;
    private final Watch watch;
    private final GatewayClient gateway;
    private final List<DemoReport.Step> steps = new ArrayList<>();

    private @Nullable DemoData data;
    private String model = "library-desk";
    private String champion = "";
    private String candidate = "";
    private String spoiled = "";
    private DemoReport.@Nullable Training training;
    private DemoReport.@Nullable Scores scores;
    private DemoReport.@Nullable Rollback rollback;
    private @Nullable String traceId;
    private @Nullable LiveTraffic traffic;

    public Demo(LocalStack stack, Connections connections, Path repository, Progress progress) {
        this.stack = stack;
        this.repository = repository;
        this.progress = progress;
        this.platform = new Platform(connections, new Patience(stack));
        this.watch = new Watch(platform, progress);
        this.gateway = new GatewayClient(connections.gateway());
    }

    /// Runs the steps up to the first that fails.
    public DemoReport run() {
        boolean ok = step("start the stack", this::startStack)
                && step("import the data", this::importData)
                && step("first champion", this::firstChampion)
                && step("train the candidate", this::trainCandidate)
                && step("benchmark and gate", this::benchmarkCandidate)
                && step("canary and promotion", this::canary)
                && step("ask old and new", this::askBoth)
                && step("spoiled labels are refused", this::spoiledIsRefused)
                && step("a bad canary is rolled back", this::badCanaryIsRolledBack);
        DemoReport.Requests requests = new DemoReport.Requests(0, 0, 0);
        if (traffic != null) {
            traffic.close();
            requests = traffic.counts();
            ok &= step("no request failed", this::noRequestFailed);
        }
        return new DemoReport(ok, List.copyOf(steps), training, scores, requests, rollback, traceId);
    }

    /// The name under which this demo's versions are registered.
    public String model() {
        return model;
    }

    private String startStack() {
        var status = stack.up(
                now -> progress.show("  "
                        + now.processes().stream()
                                .filter(process -> process.isReady())
                                .count() + " of " + now.processes().size() + " processes ready"),
                START_LIMIT);
        return String.format(
                Locale.ROOT, "%d processes, %d MB resident", status.processes().size(), status.residentBytes() >> 20);
    }

    private String importData() throws IOException {
        data = DemoData.prepare(
                repository.resolve("demo/library-desk"), stack.layout().home().resolve("demo"));
        for (int number = 2; platform.knowsModel(model); number++) {
            model = "library-desk-" + number;
        }
        DatasetView whole = upload("library-desk", data().train());
        var quality = whole.quality();
        return String.format(
                Locale.ROOT,
                "%s@%s: %d train rows, %d test rows, %d labels, balance %.2f, %d duplicates, %d leaks, %d rejected",
                whole.name(),
                whole.version(),
                quality.trainRows(),
                quality.testRows(),
                quality.labels().size(),
                quality.labelBalance(),
                quality.duplicates(),
                quality.leaks(),
                quality.rejectedRows());
    }

    private String firstChampion() {
        upload("library-desk-pilot", data().pilot());
        platform.gates(model, DemoSettings.gates());
        RunView run = watch.training(platform.train(model, "library-desk-pilot", DemoSettings.training(4)));
        champion = versionOf(run);
        requirePassed(watch.evaluation(model, champion));
        RolloutView rollout = watch.rollout(model, champion);
        require(rollout.status() == RolloutState.promoted, "the first version was not promoted: " + rollout.reason());
        LiveTraffic live = new LiveTraffic(gateway, model, data().held());
        traffic = live;
        live.start(DemoSettings.QUIET);
        return model + "@" + champion + " from a pilot of 400 rows serves; live traffic begins";
    }

    private String trainCandidate() {
        RunView run = watch.training(platform.train(model, "library-desk", DemoSettings.training(4)));
        candidate = versionOf(run);
        traceId = run.traceId();
        training = new DemoReport.Training(
                known(run.firstLoss(), "first loss"),
                known(run.loss(), "last loss"),
                known(platform.version(model, candidate).metrics().get("tokens_per_second"), "speed"));
        return String.format(
                Locale.ROOT,
                "%s@%s: loss %.3f → %.3f in %d steps, %.0f tokens/s",
                model,
                candidate,
                training.firstLoss(),
                training.lastLoss(),
                run.step(),
                training.tokensPerSecond());
    }

    private String benchmarkCandidate() {
        VersionView version = watch.evaluation(model, candidate);
        Map<String, Double> by = platform.scores(model, candidate);
        DemoReport.Scores now = new DemoReport.Scores(
                known(by.get("base"), "base score"),
                known(by.get("champion"), "champion score"),
                known(by.get("candidate"), "candidate score"),
                null);
        scores = now;
        requirePassed(version);
        return String.format(
                Locale.ROOT,
                "base %.3f, champion %.3f, candidate %.3f: %s",
                now.base(),
                now.champion(),
                now.candidate(),
                reason(version));
    }

    private String canary() {
        traffic().rate(DemoSettings.BUSY);
        RolloutView rollout = watch.rollout(model, candidate);
        traffic().rate(DemoSettings.QUIET);
        require(rollout.status() == RolloutState.promoted, "the candidate was not promoted: " + rollout.reason());
        return model + "@" + candidate + " promoted over " + rollout.steps() + " %: " + rollout.reason();
    }

    private String askBoth() {
        Optional<DemoData.Row> telling = data().held().stream()
                .filter(row -> !answer(champion, row).equalsIgnoreCase(row.label()))
                .filter(row -> answer(candidate, row).equalsIgnoreCase(row.label()))
                .findFirst();
        DemoData.Row row = telling.orElseThrow(() -> new DemoFailed("the new version answers nothing better"));
        return String.format(
                "“%s” %s says %s, %s says %s",
                row.text(), champion, answer(champion, row), candidate, answer(candidate, row));
    }

    private String spoiledIsRefused() {
        upload("library-desk-spoiled", data().spoiled());
        RunView run = watch.training(platform.train(model, "library-desk-spoiled", DemoSettings.training(1)));
        spoiled = versionOf(run);
        VersionView version = watch.evaluation(model, spoiled);
        DemoReport.Scores before = known(scores, "scores");
        scores = new DemoReport.Scores(
                before.base(),
                before.champion(),
                before.candidate(),
                platform.scores(model, spoiled).get("candidate"));
        require(!known(version.verdict(), "verdict").passed(), "the gates let spoiled labels pass: " + reason(version));
        platform.patience()
                .await(
                        "the rejection of " + spoiled,
                        Duration.ofSeconds(30),
                        () -> Optional.of(platform.version(model, spoiled))
                                .filter(seen -> seen.stage() == Stage.rejected));
        return model + "@" + spoiled + " refused: " + reason(version);
    }

    private String badCanaryIsRolledBack() {
        traffic().rate(DemoSettings.BUSY);
        platform.approve(model, spoiled, "demo: show what a canary is for");
        RolloutView rollout = watch.rollout(model, spoiled);
        traffic().rate(DemoSettings.QUIET);
        require(
                rollout.status() == RolloutState.rolled_back,
                "the bad version ended " + rollout.status() + ": " + rollout.reason());
        rollback = new DemoReport.Rollback(rollout.reason(), known(rollout.recoverySeconds(), "recovery time"));
        return String.format(
                Locale.ROOT, "forced past the gate, back in %.2f s: %s", rollback.seconds(), rollback.reason());
    }

    private String noRequestFailed() {
        DemoReport.Requests counts = traffic().counts();
        require(
                counts.failed() == 0,
                counts.failed() + " of " + counts.total() + " requests failed, the last one: "
                        + traffic().lastFailure());
        return counts.total() + " requests, " + counts.retried() + " of them asked again, none failed";
    }

    private DatasetView upload(String name, Path train) {
        return platform.importDataset(new DatasetUpload(name, train, data().test(), null, null));
    }

    private String answer(String version, DemoData.Row row) {
        return platform.patience().call(() -> traffic().ask(version, row.text()));
    }

    private interface Work {
        /// What came of it, in a line.
        String run() throws IOException;
    }

    private boolean step(String name, Work work) {
        progress.line("▸ " + name);
        long begin = System.nanoTime();
        boolean ok = false;
        String detail;
        try {
            detail = work.run();
            ok = true;
        } catch (IOException | RuntimeException failure) {
            detail = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        steps.add(new DemoReport.Step(name, ok, Math.round(seconds * 100) / 100.0, detail));
        progress.line(String.format(Locale.ROOT, "  %s %s (%.1f s)", ok ? "✓" : "✗", detail, seconds));
        return ok;
    }

    private DemoData data() {
        return known(data, "data");
    }

    private LiveTraffic traffic() {
        return known(traffic, "traffic");
    }

    private static String versionOf(RunView run) {
        return known(run.version(), "version of run " + run.trainingId());
    }

    private static String reason(VersionView version) {
        return known(version.verdict(), "verdict").reason();
    }

    private static void requirePassed(VersionView version) {
        require(known(version.verdict(), "verdict").passed(), "the gates refused: " + reason(version));
    }

    private static <T> T known(@Nullable T value, String what) {
        if (value == null) {
            throw new DemoFailed("the platform did not tell the " + what);
        }
        return value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new DemoFailed(otherwise);
        }
    }
}
