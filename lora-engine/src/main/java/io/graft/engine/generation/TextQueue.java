package io.graft.engine.generation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Texts that wait for their turn, in the order of their coming: who is first is next, even if a later one would fit.
final class TextQueue {

    private final BatchLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<PendingText> waiting = new ArrayDeque<>();
    private boolean closed;

    TextQueue(BatchLimits limits) {
        this.limits = limits;
    }

    void add(PendingText text) {
        lock.lock();
        try {
            if (closed) {
                throw new CancellationException("the generator is closed");
            }
            if (waiting.size() >= limits.waiting()) {
                throw new BusyException(waiting.size());
            }
            waiting.add(text);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is a text or the end; false at the end.
    boolean await() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Removes those that wait for nothing any more, and returns the ones that fit in beside those that are written.
    List<PendingText> admit(List<PendingText> written, java.time.Instant now) {
        int tokens = written.stream().mapToInt(PendingText::tokens).sum();
        List<PendingText> admitted = new ArrayList<>();
        lock.lock();
        try {
            waiting.removeIf(text -> text.expire(now, limits));
            while (!waiting.isEmpty()
                    && written.size() + admitted.size() < limits.texts()
                    && tokens + waiting.getFirst().tokens() <= limits.tokens()) {
                PendingText text = waiting.removeFirst();
                tokens += text.tokens();
                admitted.add(text);
            }
            return admitted;
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more, and returns those that wait.
    List<PendingText> close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
            List<PendingText> left = List.copyOf(waiting);
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
