package io.graft.localstack.component;

import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Probe;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// One process of the stack.
public interface Component {

    String name();

    /// Where it listens, at 127.0.0.1.
    int port();

    /// The components that have to be ready before this one starts.
    Set<String> needs();

    /// How it is started, as of now: a new build or another setting gives another fingerprint.
    Launch launch();

    /// The program and build that it runs, where a cache can make its start faster.
    default Optional<AotCaches.Program> program() {
        return Optional.empty();
    }

    /// Does what has to be done before a start, on every start. Called while the process does not run.
    void prepare();

    /// Asks whether it can do its work.
    Probe readiness();

    /// Asks whether it still reacts at all; a component that waits for another is alive but not ready.
    default Probe liveness() {
        return readiness();
    }

    /// How long a start may take.
    default Duration patience() {
        return Duration.ofSeconds(90);
    }

    /// The running process, found by other means than our records.
    default Optional<LiveProcess> unrecorded() {
        return Optional.empty();
    }

    /// Ends the process as politely as it allows, and surely.
    default void stop(LiveProcess process) {
        process.end(Duration.ofSeconds(20));
    }
}
