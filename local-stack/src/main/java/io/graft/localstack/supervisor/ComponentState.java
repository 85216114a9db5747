package io.graft.localstack.supervisor;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// How a component is.
public sealed interface ComponentState {

    /// It does not run and nobody wants it to.
    record Stopped() implements ComponentState {}

    /// It will be started as soon as those are ready.
    record Waiting(Set<String> on) implements ComponentState {
        public Waiting {
            on = Set.copyOf(on);
        }
    }

    /// It runs and is not ready yet.
    ///
    /// @param attempt how many starts went wrong in a row before this one
    record Starting(Instant since, int attempt) implements ComponentState {}

    /// It does its work.
    ///
    /// @param attempt how many starts went wrong in a row before this one
    /// @param silentSince when it ceased to react, if it did
    record Ready(Instant since, int attempt, Optional<Instant> silentSince) implements ComponentState {}

    /// It ended or could not be started, and will be started again.
    ///
    /// @param attempt how many starts went wrong in a row
    record BackingOff(Instant until, int attempt, String reason) implements ComponentState {}

    /// It cannot be started until somebody has removed the reason.
    record Failed(String reason) implements ComponentState {}

    /// The word for it in reports.
    default String word() {
        return switch (this) {
            case Stopped() -> "stopped";
            case Waiting(var on) -> "waiting";
            case Starting(var since, var attempt) -> "starting";
            case Ready(var since, var attempt, var silentSince) -> "ready";
            case BackingOff(var until, var attempt, var reason) -> "backing_off";
            case Failed(var reason) -> "failed";
        };
    }

    /// What there is to say about it besides the word; empty where the word is enough.
    default String detail() {
        return switch (this) {
            case Stopped() -> "";
            case Waiting(var on) ->
                on.isEmpty()
                        ? ""
                        : "for " + String.join(", ", on.stream().sorted().toList());
            case Starting(var since, var attempt) -> attempt == 0 ? "" : "attempt " + (attempt + 1);
            case Ready(var since, var attempt, var silentSince) ->
                silentSince.map(instant -> "does not react since " + instant).orElse("");
            case BackingOff(var until, var attempt, var reason) -> reason;
            case Failed(var reason) -> reason;
        };
    }
}
