package io.graft.localstack.supervisor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How one process of the stack is.
///
/// @param state stopped, waiting, starting, ready, backing_off or failed; unsupervised while no supervisor lives
/// @param detail why, where there is a why
/// @param started when its process began
/// @param restarts how often the supervisor had to start it again
/// @param failedStarts how many starts went wrong in a row up to now
/// @param residentBytes what it and its children keep in memory
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ProcessStatus(
        String name,
        String state,
        String detail,
        OptionalLong pid,
        int port,
        Optional<Instant> started,
        int restarts,
        int failedStarts,
        OptionalLong residentBytes) {

    public boolean isReady() {
        return state.equals("ready");
    }

    /// Whether it will hardly get ready without help: it gave up, or several starts in a row went wrong.
    public boolean isInTrouble() {
        return state.equals("failed") || failedStarts >= 3;
    }
}
