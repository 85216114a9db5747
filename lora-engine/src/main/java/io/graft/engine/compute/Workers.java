package io.graft.engine.compute;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed pool of one thread per core that runs numbered tasks; the caller is one of the threads.
///
/// Callers on different threads share the pool: who finds it busy runs all tasks alone, so there are never more
/// running threads than callers and cores. Tasks must not depend on who runs them.
public final class Workers {

    /// One numbered task.
    @FunctionalInterface
    public interface Task {

        /// @param index  which task, from 0
        /// @param worker which thread, from 0 to [Workers#count()] - 1: selects scratch memory
        void run(int index, int worker);
    }

    /// How long a thread without work looks for more before it sleeps. A model's products follow each other faster, and
    /// to wake a thread takes longer than the products of a single token.
    private static final long SPIN_NANOS = 200_000;

    /// Beyond what machines have; each thread takes memory.
    private static final int MOST = 1024;

    private final int count;
    private final Thread[] threads;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable Region current;

    /// @param count threads that work at the same time, including the caller
    public Workers(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("threads must be from 1 to " + MOST + ", is " + count);
        }
        this.count = count;
        this.threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] =
                    Thread.ofPlatform().daemon().name("graft-engine-" + worker).start(() -> serve(worker));
        }
    }

    public int count() {
        return count;
    }

    /// Runs tasks 0 to `tasks - 1`, returns when all are done and rethrows what one of them threw.
    public void run(int tasks, Task task) {
        if (tasks <= 1 || count == 1 || !busy.compareAndSet(false, true)) {
            for (int i = 0; i < tasks; i++) {
                task.run(i, 0);
            }
            return;
        }
        try {
            share(new Region(tasks, task));
        } finally {
            busy.set(false);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the other workers may need this core to finish
    private void share(Region region) {
        current = region;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        region.work(0);
        long deadline = System.nanoTime() + SPIN_NANOS;
        while (!region.done()) {
            if (System.nanoTime() < deadline) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        current = null;
        region.rethrow();
    }

    private void serve(int worker) {
        Region last = null;
        long idleSince = System.nanoTime();
        while (true) {
            Region region = current;
            if (region != null && region != last) {
                region.work(worker);
                last = region;
                idleSince = System.nanoTime();
            } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                last = null;
                LockSupport.park(this);
                idleSince = System.nanoTime();
            }
        }
    }

    /// One call of [#run]: hands out indexes and counts what is finished.
    private static final class Region {

        private final int tasks;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Region(int tasks, Task task) {
            this.tasks = tasks;
            this.task = task;
        }

        void work(int worker) {
            for (int index = next.getAndIncrement(); index < tasks; index = next.getAndIncrement()) {
                try {
                    task.run(index, worker);
                } catch (Throwable thrown) {
                    failure.compareAndSet(null, thrown);
                } finally {
                    finished.incrementAndGet();
                }
            }
        }

        boolean done() {
            return finished.get() == tasks;
        }

        void rethrow() {
            Throwable thrown = failure.get();
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
        }
    }
}
