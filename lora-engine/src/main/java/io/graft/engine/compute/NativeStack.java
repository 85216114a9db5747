package io.graft.engine.compute;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Runs what needs a deep stack. A library that generates code takes more of it than threads have in a JVM that
/// was told to make them small, and overrunning it in native code ends the process without a word.
final class NativeStack {

    private static final long BYTES = 16L << 20;

    private NativeStack() {}

    /// Runs a task on a thread with a large stack and waits for it, whatever interrupts.
    static <T> T call(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = Thread.ofPlatform()
                .name("graft-engine-native")
                .daemon()
                .stackSize(BYTES)
                .start(future);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result(future);
    }

    private static <T> T result(FutureTask<T> future) {
        return switch (future.state()) {
            case SUCCESS -> future.resultNow();
            case FAILED -> throw NativeFunctions.failure(future.exceptionNow());
            case CANCELLED, RUNNING -> throw new IllegalStateException("the task is " + future.state());
        };
    }
}
