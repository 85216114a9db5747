package io.graft.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets the work end in order when the operating system tells the process to end: the last checkpoint is
/// written first.
final class Signal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable onSignal;

    private Signal(Runnable onSignal) {
        this.onSignal = onSignal;
    }

    /// @param onSignal makes the work end
    static Signal watch(Runnable onSignal) {
        Signal signal = new Signal(onSignal);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("signal").unstarted(signal::received));
        return signal;
    }

    private void received() {
        if (done.getCount() == 0) {
            return;
        }
        onSignal.run();
        try {
            if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("the work did not end within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The work has ended: the process may.
    @Override
    public void close() {
        done.countDown();
    }
}
