package io.graft.cli.engine.bench;

import io.graft.engine.compute.Workers;
import java.util.concurrent.atomic.LongAdder;

/// How fast all threads together read memory: a sum over an array far larger than the caches.
final class MemoryBandwidth {

    private static final int LONGS = 1 << 25; // 256 MiB
    private static final int TASK = 1 << 18;
    private static final int REPEATS = 10;

    private MemoryBandwidth() {}

    /// The best of several repeats, in bytes per second.
    static double measure(Workers workers) {
        long[] values = new long[LONGS];
        for (int i = 0; i < LONGS; i++) {
            values[i] = i;
        }
        double best = 0;
        for (int i = 0; i < REPEATS; i++) {
            long begin = System.nanoTime();
            read(values, workers);
            best = Math.max(best, 8.0 * LONGS / ((System.nanoTime() - begin) * 1e-9));
        }
        return best;
    }

    private static void read(long[] values, Workers workers) {
        LongAdder sum = new LongAdder();
        workers.run(LONGS / TASK, (task, worker) -> sum.add(sum(values, task * TASK)));
        long expected = (long) LONGS * (LONGS - 1) / 2;
        if (sum.sum() != expected) {
            throw new IllegalStateException("read " + sum.sum() + " where " + expected + " was written");
        }
    }

    private static long sum(long[] values, int from) {
        long sum = 0;
        for (int i = from; i < from + TASK; i++) {
            sum += values[i];
        }
        return sum;
    }
}
