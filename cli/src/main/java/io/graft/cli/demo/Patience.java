package io.graft.cli.demo;

import io.graft.client.UnavailableException;
import io.graft.localstack.LocalStack;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Calls services that may be away for a moment: whatever dies during the demo is started again by the supervisor, and
/// the supervisor by this.
final class Patience {

    private static final Duration AWAY_AT_MOST = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final LocalStack stack;

    Patience(LocalStack stack) {
        this.stack = stack;
    }

    /// The answer of a call, made again while its service is away. The call must be safe to repeat.
    <T> T call(Supplier<T> call) {
        long deadline = System.nanoTime() + AWAY_AT_MOST.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (UnavailableException away) {
                if (System.nanoTime() > deadline) {
                    throw away;
                }
                stack.ensureSupervised();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /// Looks again and again until there is something to see.
    ///
    /// @param what for the message when it does not come: `the benchmark of library-desk@1.1.0`
    <T> T await(String what, Duration limit, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> seen = call(look);
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() > deadline) {
                throw new DemoFailed("waited " + limit.toSeconds() + " s for " + what + " in vain");
            }
            stack.ensureSupervised();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
