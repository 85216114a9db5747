package io.graft.kit.loop;

import io.graft.kit.problem.FailureKind;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Runs one pass of some work again and again on a thread of its own: at every interval, and at once when woken.
/// A pass that fails is logged and tried again, with growing pauses of up to five seconds.
public final class Loop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final Duration interval;
    private final Runnable pass;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    private Loop(String name, Duration interval, Runnable pass) {
        this.name = name;
        this.interval = interval;
        this.pass = pass;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public static Loop start(String name, Duration interval, Runnable pass) {
        Loop loop = new Loop(name, interval, pass);
        loop.thread.start();
        return loop;
    }

    /// Starts the next pass now instead of at the end of the interval.
    public void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /// Ends after the present pass, and waits for that up to five seconds.
    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            if (!thread.join(LONGEST_PAUSE)) {
                LOG.warnf("loop does not end loop=%s", name);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try {
                pass.run();
                failures = 0;
            } catch (RuntimeException e) {
                failures++;
                log(e, failures);
            }
            pause(failures);
        }
    }

    /// A database that is away for a moment is one line, anything else comes with its stack.
    private void log(RuntimeException failure, int failures) {
        if (FailureKind.of(failure) == FailureKind.PASSING) {
            LOG.warnf("pass failed, tried again loop=%s failures=%d: %s", name, failures, failure);
        } else {
            LOG.errorf(failure, "pass failed loop=%s failures=%d", name, failures);
        }
    }

    private void pause(int failures) {
        long millis = interval.toMillis();
        if (failures > 0) {
            millis = Math.min(LONGEST_PAUSE.toMillis(), Math.max(100, millis) << Math.min(failures, 6));
        }
        try {
            if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
