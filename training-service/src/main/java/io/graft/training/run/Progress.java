package io.graft.training.run;

import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.contracts.worker.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far a run is.
///
/// @param tokens   trained on since the beginning
/// @param paceStep the step at which the present worker began
/// @param paceAt   when it did
record Progress(
        double pct,
        double epoch,
        int step,
        int totalSteps,
        @Nullable Double loss,
        @Nullable Double firstLoss,
        @Nullable Double tokensPerSecond,
        long tokens,
        int paceStep,
        @Nullable Instant paceAt) {

    static final Progress NONE = new Progress(0, 0, 0, 0, null, null, null, 0, 0, null);

    Progress started(WorkerReport.Started report, Instant now) {
        int at = report.resumedFromStep();
        double done = report.totalSteps() == 0 ? 0 : 100.0 * at / report.totalSteps();
        return new Progress(done, epoch, at, report.totalSteps(), loss, firstLoss, tokensPerSecond, tokens, at, now);
    }

    /// A worker that does not know its steps yet has nothing to say of them.
    Progress after(WorkerReport.Progress report) {
        if (report.totalSteps() == 0) {
            return this;
        }
        Optional<StepMetric> last = report.steps().isEmpty()
                ? Optional.empty()
                : Optional.of(report.steps().getLast());
        return new Progress(
                report.progressPct(),
                report.epoch(),
                report.step(),
                report.totalSteps(),
                last.map(StepMetric::loss).orElse(loss),
                firstLoss == null
                        ? report.steps().stream()
                                .findFirst()
                                .map(StepMetric::loss)
                                .orElse(null)
                        : firstLoss,
                last.map(StepMetric::tokensPerSecond).orElse(tokensPerSecond),
                last.map(StepMetric::numTokens).orElse(tokens),
                paceStep,
                paceAt);
    }

    Progress complete() {
        return new Progress(
                100, epoch, totalSteps, totalSteps, loss, firstLoss, tokensPerSecond, tokens, paceStep, paceAt);
    }

    /// When the last step is expected, at the pace of the present worker; unknown before its first step.
    Optional<Instant> eta(Instant now) {
        if (paceAt == null || step <= paceStep) {
            return Optional.empty();
        }
        double millisAStep = (double) Duration.between(paceAt, now).toMillis() / (step - paceStep);
        return Optional.of(now.plusMillis(Math.round(millisAStep * (totalSteps - step))));
    }
}
