package io.graft.benchmarks.run;

import java.time.Duration;
import java.time.Instant;

/// How the queue looks after a run that has a worker: pure, over what is seen of it.
///
/// @param maxAttempts workers launched for one run before it fails
/// @param timeout     time that a worker may take where its run does not say otherwise
/// @param silence     time without a report after which a worker counts as dead
/// @param began       when this service started: nothing could be heard before
record QueueRule(int maxAttempts, Duration silence, Duration timeout, Instant began) {

    /// What to do about a run.
    sealed interface Decision {
        record Wait() implements Decision {}

        record Relaunch(String reason) implements Decision {}

        record Fail(String code, String reason) implements Decision {}
    }

    /// @param workerGone whether the operating system knows that the worker's process has ended
    Decision decide(BenchmarkRun run, boolean workerGone, Instant now) {
        Duration limit = timeout(run);
        Instant launched = run.times().launchedAt();
        if (launched != null && now.isAfter(launched.plus(limit))) {
            return new Decision.Fail("timeout", "not done after " + limit.toSeconds() + " s");
        }
        boolean silent = now.isAfter(lastSign(run).plus(silence));
        if (!workerGone && !silent) {
            return new Decision.Wait();
        }
        String reason = "worker " + run.attempts()
                + (workerGone
                        ? " ended without a final report"
                        : " was silent for more than " + silence.toSeconds() + " s");
        return run.attempts() < maxAttempts
                ? new Decision.Relaunch(reason)
                : new Decision.Fail("worker_died", reason + ", after " + run.attempts() + " attempts");
    }

    private Duration timeout(BenchmarkRun run) {
        Long seconds = run.spec().settings().timeout();
        return seconds == null ? timeout : Duration.ofSeconds(seconds);
    }

    private Instant lastSign(BenchmarkRun run) {
        Instant last = began;
        for (Instant sign : new Instant[] {run.times().launchedAt(), run.times().heardAt()}) {
            if (sign != null && sign.isAfter(last)) {
                last = sign;
            }
        }
        return last;
    }
}
