package io.graft.worker.report;

import java.time.Duration;

/// Growing pauses between attempts, for as long as there is patience.
///
/// @param first    pause after the first failure; it doubles each time
/// @param longest  pause
/// @param patience in all
public record Backoff(Duration first, Duration longest, Duration patience) {

    private static final int MOST_DOUBLINGS = 20;

    /// For what must not be lost.
    public static final Backoff PATIENT =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofHours(1));

    /// @param failures so far, from 1
    public Duration pause(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /// Whether to try again.
    ///
    /// @param elapsed since the first attempt
    public boolean goesOn(Duration elapsed) {
        return elapsed.compareTo(patience) < 0;
    }
}
