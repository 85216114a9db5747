package io.graft.engine.hub;

import java.io.InterruptedIOException;
import java.time.Duration;

/// Waits between attempts.
@FunctionalInterface
interface Pause {

    /// Lets the thread sleep.
    Pause SLEEP = Pause::sleep;

    void pause(Duration duration) throws InterruptedIOException;

    private static void sleep(Duration duration) throws InterruptedIOException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// The thread stays interrupted, so that its owner learns of it.
    static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("the download was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }
}
