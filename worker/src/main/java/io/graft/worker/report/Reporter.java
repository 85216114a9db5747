package io.graft.worker.report;

import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.contracts.worker.WorkerReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the service how the work goes. A thread of its own sends a sign of life and the steps since the
/// last one that was answered; the work never waits for it. While the service is away, steps are kept and
/// sent later.
public final class Reporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Set<Integer> NOT_OURS_ANY_MORE = Set.of(401, 403, 404, 409, 410);
    private static final int MOST_STEPS_A_REPORT = 500;

    private final ReportChannel channel;
    private final Timing timing;
    private final Thread thread;
    private final AtomicReference<Pulse> pulse = new AtomicReference<>(Pulse.START);
    private final AtomicReference<Halt> halt = new AtomicReference<>(Halt.NONE);
    private final AtomicReference<WorkerReport.@Nullable Started> unsentStart = new AtomicReference<>();
    private final Deque<StepMetric> unsent = new ArrayDeque<>();
    private volatile boolean closed;

    /// @param heartbeat time between two signs of life
    /// @param last      how long the last word is repeated
    public record Timing(Duration heartbeat, Backoff last) {
        public static final Timing DEFAULT = new Timing(Duration.ofSeconds(1), Backoff.PATIENT);
    }

    public Reporter(ReportChannel channel, Timing timing) {
        this.channel = channel;
        this.timing = timing;
        this.thread = Thread.ofPlatform().name("reporter").daemon().start(this::run);
    }

    /// Takes note of how far the work is; the next sign of life says it.
    public void at(Pulse now) {
        pulse.set(now);
    }

    /// Takes note of a step.
    public void step(StepMetric step, Pulse now) {
        synchronized (unsent) {
            unsent.addLast(step);
        }
        pulse.set(now);
    }

    /// Whether and why to end early.
    public Halt halt() {
        return halt.get();
    }

    /// Ends the work as if the service had asked for it.
    public void halt(Halt reason) {
        halt.accumulateAndGet(reason, Halt::or);
    }

    /// Takes note that the work begins; said before any step.
    public void started(WorkerReport.Started report) {
        unsentStart.set(report);
        pulse.set(new Pulse(0, 0, report.resumedFromStep(), report.totalSteps()));
    }

    /// Says what is left to say and the last word, again and again until it is heard.
    ///
    /// @return false if nobody wants to hear it any more
    public boolean last(WorkerReport report) throws IOException {
        close();
        if (halt() == Halt.SUPERSEDED) {
            return false;
        }
        try {
            return new Retries(timing.last, () -> halt() == Halt.SUPERSEDED).run("last report", () -> {
                flush();
                channel.post(report);
                return true;
            });
        } catch (RemoteProblem problem) {
            if (NOT_OURS_ANY_MORE.contains(problem.status())) {
                superseded(problem);
                return false;
            }
            throw problem;
        }
    }

    private void flush() {
        do {
            beat();
        } while (unsentSteps() > 0);
    }

    /// Ends the signs of life.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed && halt() != Halt.SUPERSEDED) {
            failures = isHeard() ? 0 : failures + 1;
            Duration pause = failures == 0 ? timing.heartbeat : timing.last.pause(failures);
            try {
                Thread.sleep(pause.compareTo(timing.heartbeat) > 0 ? pause : timing.heartbeat);
            } catch (InterruptedException e) {
                // Only close() interrupts, which has set `closed`.
                return;
            }
        }
    }

    private boolean isHeard() {
        try {
            beat();
            return true;
        } catch (UnavailableException e) {
            LOG.atWarn().log("the service does not answer, the work goes on: {}", e.getMessage());
        } catch (RemoteProblem problem) {
            if (NOT_OURS_ANY_MORE.contains(problem.status())) {
                superseded(problem);
            } else {
                LOG.atWarn().log("the service refused a report, the work goes on: {}", problem.getMessage());
            }
        }
        return false;
    }

    private void beat() {
        WorkerReport.Started start = unsentStart.get();
        if (start != null) {
            obey(channel.post(start));
            unsentStart.compareAndSet(start, null);
        }
        List<StepMetric> steps = nextSteps();
        Pulse now = pulse.get();
        obey(channel.post(new WorkerReport.Progress(now.pct(), now.epoch(), now.step(), now.totalSteps(), steps)));
        forget(steps.size());
    }

    private void obey(WorkerReport.Command command) {
        if (command.stop()) {
            halt(Halt.COMMAND);
        }
    }

    private void superseded(RemoteProblem problem) {
        LOG.atWarn().log("the run is not this worker's any more: {}", problem.getMessage());
        halt(Halt.SUPERSEDED);
    }

    private List<StepMetric> nextSteps() {
        synchronized (unsent) {
            return unsent.stream().limit(MOST_STEPS_A_REPORT).toList();
        }
    }

    private void forget(int sent) {
        synchronized (unsent) {
            for (int i = 0; i < sent; i++) {
                unsent.removeFirst();
            }
        }
    }

    private int unsentSteps() {
        synchronized (unsent) {
            return unsent.size();
        }
    }
}
