package io.graft.cli.engine;

/// The time that a training takes, evaluations not counted.
final class TrainingClock {

    private final double earlier; // seconds
    private final long begin = System.nanoTime();
    private long last = begin;
    private long leftOut;

    /// @param earlier seconds that are over already
    TrainingClock(double earlier) {
        this.earlier = earlier;
    }

    /// Seconds so far.
    double now() {
        last = System.nanoTime();
        return earlier + (last - begin - leftOut) * 1e-9;
    }

    /// What went by since somebody last looked does not count.
    void leaveOut() {
        leftOut += System.nanoTime() - last;
    }
}
