package io.graft.worker.report;

/// How far the work is.
///
/// @param pct   0 to 100
/// @param epoch of a training
/// @param step  of a training, or rows scored
public record Pulse(double pct, double epoch, int step, int totalSteps) {

    public static final Pulse START = new Pulse(0, 0, 0, 0);
}
