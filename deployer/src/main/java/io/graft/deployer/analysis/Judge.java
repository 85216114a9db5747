package io.graft.deployer.analysis;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.contracts.deployment.DeploymentApi.Verdict;
import io.graft.contracts.inference.InferenceApi.VersionStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws verdicts from evidence. Pure.
///
/// Error rate and latency count the requests since the step began, so that a step is judged by what happened in it;
/// accuracy counts all feedback since the rollout began, because feedback is rare and comes late.
/// Too few samples are inconclusive, never a failure, with one exception: a limit that is broken whatever the samples
/// still missing turn out to be is broken now.
public final class Judge {

    public static final String ERROR_RATE = "error_rate";
    public static final String LATENCY = "latency_p95_ms";
    public static final String ACCURACY = "accuracy";
    public static final String EVIDENCE = "evidence";
    public static final String HEALTH = "health";

    private final Limits limits;
    private final int weight;
    private final Instant at;

    /// @param weight percent of traffic that the version has at this look
    public Judge(Limits limits, int weight, Instant at) {
        this.limits = limits;
        this.weight = weight;
        this.at = at;
    }

    /// Everything that is judged, from what was read.
    public Analysis judge(Evidence.Read evidence) {
        List<Measurement> found = new ArrayList<>();
        found.add(errorRate(evidence.ofStep()));
        if (limits.maxLatency() != null) {
            found.add(latency(evidence.ofStep(), limits.maxLatency()));
        }
        if (limits.minAccuracy() != null) {
            found.add(accuracy(evidence.ofRollout(), limits.minAccuracy()));
        }
        return new Analysis(found);
    }

    /// The look that could not be taken.
    public Analysis unreadable(String reason) {
        return new Analysis(
                List.of(new Measurement(EVIDENCE, null, null, 0, Verdict.Error, "no evidence: " + reason, weight, at)));
    }

    public Measurement healthy(Health.Healthy health) {
        String reason =
                String.format(Locale.ROOT, "the loaded version answered a request in %.0f ms", health.milliseconds());
        return new Measurement(HEALTH, health.milliseconds(), null, 1, Verdict.Successful, reason, weight, at);
    }

    public Measurement unhealthy(Health.Unhealthy health) {
        String reason = "the loaded version does not answer: " + health.reason();
        return new Measurement(HEALTH, null, null, 1, Verdict.Failed, reason, weight, at);
    }

    private Measurement errorRate(VersionStats stats) {
        Evaluated errors = new Evaluated("requests failed", stats.errors(), stats.requests(), limits.minRequests());
        return errors.measure(ERROR_RATE, limits.maxErrorRate(), errors.rate());
    }

    private Measurement accuracy(VersionStats stats, double minimum) {
        long wrong = stats.feedback() - stats.correct();
        Evaluated answers = new Evaluated("answers were wrong", wrong, stats.feedback(), limits.minFeedback());
        return answers.measure(ACCURACY, 1 - minimum, 1 - answers.rate());
    }

    private Measurement latency(VersionStats stats, double limit) {
        Double p95 = stats.p95();
        long samples = stats.requests();
        if (p95 == null || samples < limits.minRequests()) {
            String reason =
                    String.format(Locale.ROOT, "latency: %d of %d requests so far", samples, limits.minRequests());
            return new Measurement(LATENCY, p95, limit, samples, Verdict.Inconclusive, reason, weight, at);
        }
        boolean kept = p95 <= limit;
        String reason = String.format(
                Locale.ROOT,
                "95%% of %d requests took at most %.1f ms, the limit is %.1f ms%s",
                samples,
                p95,
                limit,
                kept ? "" : ": too slow");
        return new Measurement(
                LATENCY, p95, limit, samples, kept ? Verdict.Successful : Verdict.Failed, reason, weight, at);
    }

    /// A share of bad ones that must stay below a limit.
    private final class Evaluated {
        private final String what;
        private final long bad;
        private final long samples;
        private final int needed;

        Evaluated(String what, long bad, long samples, int needed) {
            this.what = what;
            this.bad = bad;
            this.samples = samples;
            this.needed = needed;
        }

        double rate() {
            return samples == 0 ? 0 : (double) bad / samples;
        }

        Measurement measure(String metric, double allowed, double value) {
            Double limit = metric.equals(ACCURACY) ? 1 - allowed : allowed;
            Double shown = samples == 0 ? null : Double.valueOf(value);
            return new Measurement(
                    metric, shown, limit, samples, verdict(allowed), reason(metric, allowed), weight, at);
        }

        private Verdict verdict(double allowed) {
            if (certainlyBroken(allowed)) {
                return Verdict.Failed;
            }
            return samples < needed ? Verdict.Inconclusive : Verdict.Successful;
        }

        /// With too few samples: broken even if every missing one is good.
        private boolean certainlyBroken(double allowed) {
            long of = Math.max(samples, needed);
            return of > 0 && (double) bad / of > allowed + 1e-12;
        }

        private String reason(String metric, double allowed) {
            return switch (verdict(allowed)) {
                case Failed ->
                    String.format(
                                    Locale.ROOT,
                                    "%s: %d of %d %s, more than %.1f%%",
                                    metric,
                                    bad,
                                    samples,
                                    what,
                                    100 * allowed)
                            + (samples < needed
                                    ? String.format(Locale.ROOT, " of %d even if all others were good", needed)
                                    : "");
                case Inconclusive -> String.format(Locale.ROOT, "%s: %d of %d samples so far", metric, samples, needed);
                case Successful, Error ->
                    String.format(
                            Locale.ROOT,
                            "%s: %d of %d %s, at most %.1f%% may",
                            metric,
                            bad,
                            samples,
                            what,
                            100 * allowed);
            };
        }
    }
}
