package io.graft.worker.report;

import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries a call again while the other side does not answer.
///
/// @param givenUp asked before each further attempt
public record Retries(Backoff backoff, BooleanSupplier givenUp) {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    /// One attempt.
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException;
    }

    /// @throws UnavailableException when patience is over, or it was given up
    /// @throws RemoteProblem        when the answer will not change by asking again
    public <T> T run(String what, Call<T> call) throws IOException {
        long start = System.nanoTime();
        for (int failures = 1; ; failures++) {
            try {
                return call.run();
            } catch (UnavailableException | RemoteProblem e) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                if (!isPassing(e) || givenUp.getAsBoolean() || !backoff.goesOn(elapsed)) {
                    throw e;
                }
                Duration pause = backoff.pause(failures);
                LOG.atWarn()
                        .addKeyValue("failures", failures)
                        .addKeyValue("pause", pause)
                        .log("{} failed, will be tried again: {}", what, e.getMessage());
                pause(pause, e);
            }
        }
    }

    /// Whether asking again may help.
    static boolean isPassing(RuntimeException failure) {
        return failure instanceof UnavailableException
                || (failure instanceof RemoteProblem problem
                        && (problem.status() >= SERVER_ERRORS || problem.status() == TOO_MANY_REQUESTS));
    }

    private static void pause(Duration pause, RuntimeException reason) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
