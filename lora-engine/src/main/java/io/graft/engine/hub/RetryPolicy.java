package io.graft.engine.hub;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often and after which waits a request is repeated.
///
/// @param attempts in a row without any progress
/// @param base     wait after the first failure; it doubles each time
/// @param longest  wait at most, unless the server asks for more
/// @param patience the longest wait that a server may ask for
record RetryPolicy(int attempts, Duration base, Duration longest, Duration patience) {

    static final RetryPolicy DEFAULT =
            new RetryPolicy(6, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(10));

    /// The wait after a failure: between half of the doubled base and all of it, so that callers who failed together do
    /// not come back together.
    ///
    /// @param failures in a row so far, from 1
    Duration backOff(int failures, RandomGenerator random) {
        long full = Math.min(longest.toMillis(), base.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }

    /// The wait that a server asked for, and up to a tenth more.
    Duration asAsked(Duration retryAfter, RandomGenerator random) {
        return retryAfter.plusMillis(random.nextLong(retryAfter.toMillis() / 10 + 1));
    }
}
