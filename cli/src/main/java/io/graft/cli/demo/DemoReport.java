package io.graft.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the demo did, in figures: the document of `graft demo --json`. What was not reached is absent.
public record DemoReport(
        boolean ok,
        List<Step> steps,
        @Nullable Training training,
        @Nullable Scores scores,
        Requests requests,
        @Nullable Rollback rollback,
        @Nullable String traceId) {

    /// @param detail what came of it, or why it failed
    public record Step(String name, boolean ok, double seconds, String detail) {}

    /// The candidate's training.
    public record Training(double firstLoss, double lastLoss, double tokensPerSecond) {}

    /// Accuracy on the held-out rows, 0 to 1.
    public record Scores(
            double base,
            double champion,
            double candidate,
            @Nullable Double spoiled) {}

    /// Live traffic through the gateway.
    ///
    /// @param retried requests that were answered, but not at the first try
    public record Requests(long total, long failed, long retried) {}

    /// @param seconds from the verdict against the version until no request went to it any more
    public record Rollback(String reason, double seconds) {}
}
