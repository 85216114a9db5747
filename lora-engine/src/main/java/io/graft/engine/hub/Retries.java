package io.graft.engine.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the failures of one request and waits after each, until it is given up.
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /// What retries depend on.
    record Rules(RetryPolicy policy, Pause pause, RandomGenerator random) {}

    /// A request that may fail for a while.
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws IOException;
    }

    private final Rules rules;
    private final String what;
    private int failures;

    Retries(Rules rules, String what) {
        this.rules = rules;
        this.what = what;
    }

    /// Makes the attempt until it succeeds.
    ///
    /// @throws HubException if it is refused for good, or fails too often
    <T> T run(Attempt<T> attempt) throws IOException {
        while (true) {
            try {
                return attempt.make();
            } catch (HubException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /// Something arrived: the next failure counts as the first.
    void progressed() {
        failures = 0;
    }

    private void failed(IOException e) throws IOException {
        failures++;
        if (failures >= rules.policy().attempts()) {
            throw new HubException(
                    HubException.Reason.UNREACHABLE,
                    what + ": failed " + failures + " times in a row, last with: " + describe(e),
                    e);
        }
        Duration wait = wait(e);
        LOG.atWarn()
                .addKeyValue("what", what)
                .addKeyValue("failure", describe(e))
                .addKeyValue("failures", failures)
                .addKeyValue("wait", wait)
                .log("hub request is tried again");
        rules.pause().pause(wait);
    }

    private Duration wait(IOException e) throws HubException {
        if (!(e instanceof BusyException busy) || busy.retryAfter().isEmpty()) {
            return rules.policy().backOff(failures, rules.random());
        }
        Duration asked = busy.retryAfter().get();
        if (asked.compareTo(rules.policy().patience()) > 0) {
            throw new HubException(
                    HubException.Reason.UNREACHABLE,
                    what + ": the server asks to come back in " + asked.toSeconds() + " s: " + describe(e),
                    e);
        }
        return rules.policy().asAsked(asked, rules.random());
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
