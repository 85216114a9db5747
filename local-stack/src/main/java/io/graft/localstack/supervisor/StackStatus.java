package io.graft.localstack.supervisor;

import java.util.List;
import java.util.Optional;

/// How the whole stack is.
///
/// @param supervised whether a supervisor keeps it alive
public record StackStatus(boolean supervised, List<ProcessStatus> processes) {

    public StackStatus {
        processes = List.copyOf(processes);
    }

    /// Whether everything is ready.
    public boolean isReady() {
        return supervised && !processes.isEmpty() && processes.stream().allMatch(ProcessStatus::isReady);
    }

    public Optional<ProcessStatus> trouble() {
        return processes.stream().filter(ProcessStatus::isInTrouble).findFirst();
    }

    /// What all processes keep in memory together; those of which nothing is known count as nothing.
    public long residentBytes() {
        return processes.stream()
                .mapToLong(process -> process.residentBytes().orElse(0))
                .sum();
    }
}
