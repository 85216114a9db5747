package io.graft.cli.demo;

import io.graft.cli.output.Progress;
import io.graft.contracts.benchmark.BenchmarkApi;
import io.graft.contracts.deployment.DeploymentApi.RolloutState;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.TrainingApi;
import io.graft.contracts.training.TrainingApi.RunView;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Follows what the platform does by itself, and shows it as it goes.
final class Watch {

    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Platform platform;
    private final Progress progress;

    Watch(Platform platform, Progress progress) {
        this.platform = platform;
        this.progress = progress;
    }

    /// Until the run has succeeded and the registry has made a version of it.
    RunView training(UUID id) {
        return platform.patience().await("training run " + id, TRAINING_LIMIT, () -> {
            RunView run = platform.run(id);
            if (run.status() == TrainingApi.RunState.failed || run.status() == TrainingApi.RunState.cancelled) {
                throw new DemoFailed("training run " + id + " " + run.status()
                        + (run.error() == null ? "" : ": " + run.error().detail()));
            }
            progress.bar(run.progressPct() / 100, line(run));
            return Optional.of(run).filter(done -> done.version() != null);
        });
    }

    /// Until the gates have spoken.
    VersionView evaluation(String model, String version) {
        return platform.patience().await("the gates' verdict on " + model + "@" + version, LIMIT, () -> {
            platform.benchmark(model, version).ifPresent(this::show);
            return Optional.of(platform.version(model, version)).filter(seen -> seen.verdict() != null);
        });
    }

    /// Until the rollout has ended, one way or another.
    RolloutView rollout(String model, String version) {
        StringBuilder last = new StringBuilder();
        return platform.patience().await("the rollout of " + model + "@" + version, LIMIT, () -> {
            Optional<RolloutView> rollout = platform.rollout(model, version);
            rollout.map(Watch::line).filter(line -> !line.contentEquals(last)).ifPresent(line -> {
                last.setLength(0);
                last.append(line);
                progress.line(line);
            });
            return rollout.filter(Watch::ended);
        });
    }

    private static boolean ended(RolloutView rollout) {
        if (rollout.status() == RolloutState.paused) {
            throw new DemoFailed("the rollout of " + rollout.version() + " paused: " + rollout.reason());
        }
        return rollout.status().isFinal();
    }

    private void show(BenchmarkApi.RunView run) {
        progress.bar(run.progressPct() / 100, "benchmark of " + String.join(", ", run.models()));
    }

    private static String line(RunView run) {
        return String.format(
                Locale.ROOT,
                "%s  step %d/%d  loss %s  %s tokens/s",
                run.status(),
                run.step(),
                run.totalSteps(),
                number("%.3f", run.loss()),
                number("%.0f", run.tokensPerSecond()));
    }

    private static String line(RolloutView rollout) {
        return String.format(
                Locale.ROOT, "  %-12s %3d %% of traffic  %s", rollout.status(), rollout.weight(), rollout.reason());
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
