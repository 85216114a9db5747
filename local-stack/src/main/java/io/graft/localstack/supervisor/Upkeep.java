package io.graft.localstack.supervisor;

import io.graft.localstack.supervisor.ComponentState.BackingOff;
import io.graft.localstack.supervisor.ComponentState.Failed;
import io.graft.localstack.supervisor.ComponentState.Ready;
import io.graft.localstack.supervisor.ComponentState.Starting;
import io.graft.localstack.supervisor.ComponentState.Stopped;
import io.graft.localstack.supervisor.ComponentState.Waiting;
import io.graft.localstack.supervisor.Decision.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The rules by which a component is kept alive. No clock and no process in here.
///
/// @param patience how long a start may take
record Upkeep(Duration patience) {

    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);
    /// What has worked for so long is taken to start well: its next end is the first one again.
    private static final Duration PROVEN = Duration.ofSeconds(60);
    /// A machine under load answers late; only what stays silent for so long is stuck.
    private static final Duration SILENCE = Duration.ofMinutes(2);

    Decision decide(ComponentState state, Observation seen) {
        return switch (state) {
            case Stopped stopped -> Decision.stay(stopped);
            case Failed failed -> Decision.stay(failed);
            case Waiting waiting -> whileWaiting(seen, 0);
            case BackingOff backingOff -> whileBackingOff(backingOff, seen);
            case Starting starting -> whileStarting(starting, seen);
            case Ready ready -> whileReady(ready, seen);
        };
    }

    /// The state after the given number of starts in a row went wrong.
    static BackingOff backOff(Instant now, int attempt, String reason) {
        long factor = 1L << Math.min(attempt - 1, 20);
        Duration delay = FIRST_DELAY.multipliedBy(factor);
        Duration limited = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
        return new BackingOff(now.plus(limited), attempt, reason);
    }

    private static Decision whileWaiting(Observation seen, int attempt) {
        return seen.missing().isEmpty()
                ? new Decision(Act.LAUNCH, new Starting(seen.now(), attempt))
                : Decision.stay(new Waiting(seen.missing()));
    }

    private static Decision whileBackingOff(BackingOff state, Observation seen) {
        boolean due = !seen.now().isBefore(state.until()) && seen.missing().isEmpty();
        return due ? whileWaiting(seen, state.attempt()) : Decision.stay(state);
    }

    private Decision whileStarting(Starting state, Observation seen) {
        int next = state.attempt() + 1;
        if (!seen.alive()) {
            return Decision.stay(backOff(seen.now(), next, "ended before it was ready"));
        }
        if (seen.reacts()) {
            return Decision.stay(new Ready(seen.now(), state.attempt(), Optional.empty()));
        }
        if (state.since().plus(patience).isBefore(seen.now())) {
            String reason = "was not ready after " + patience.toSeconds() + " s";
            return new Decision(Act.KILL, backOff(seen.now(), next, reason));
        }
        return Decision.stay(state);
    }

    private static Decision whileReady(Ready state, Observation seen) {
        boolean proven = !state.since().plus(PROVEN).isAfter(seen.now());
        int next = proven ? 1 : state.attempt() + 1;
        if (!seen.alive()) {
            return Decision.stay(backOff(seen.now(), next, "ended"));
        }
        if (seen.reacts()) {
            return Decision.stay(new Ready(state.since(), state.attempt(), Optional.empty()));
        }
        Instant silentSince = state.silentSince().orElse(seen.now());
        if (silentSince.plus(SILENCE).isBefore(seen.now())) {
            String reason = "did not react for " + SILENCE.toSeconds() + " s";
            return new Decision(Act.KILL, backOff(seen.now(), next, reason));
        }
        return Decision.stay(new Ready(state.since(), state.attempt(), Optional.of(silentSince)));
    }
}
