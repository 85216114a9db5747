package io.graft.cli.engine;

import java.util.concurrent.CountDownLatch;

/// Lets Ctrl-C, or a polite kill, end work at a good place: the process goes on until this is closed.
final class Interrupt implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::await);
    private volatile boolean requested;

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        requested = true;
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // somebody wants the process to end at once
        }
    }

    boolean isRequested() {
        return requested;
    }

    @Override
    public void close() {
        if (!requested) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        closed.countDown();
    }
}
