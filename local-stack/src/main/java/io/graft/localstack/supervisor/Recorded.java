package io.graft.localstack.supervisor;

import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.ProcessRecord;
import io.graft.localstack.process.ResidentMemory;
import io.graft.localstack.process.RunFolder;
import java.util.Optional;
import java.util.OptionalLong;

/// What the records alone tell while no supervisor lives: what runs still runs, but nobody looks after it.
public final class Recorded {

    private Recorded() {}

    public static StackStatus status(RunFolder records) {
        return new StackStatus(
                false,
                records.all().stream()
                        .filter(record -> !record.name().equals(SupervisorProcess.NAME))
                        .map(Recorded::status)
                        .toList());
    }

    private static ProcessStatus status(ProcessRecord record) {
        Optional<LiveProcess> live = LiveProcess.of(record);
        return new ProcessStatus(
                record.name(),
                live.isPresent() ? "unsupervised" : "stopped",
                live.isPresent() ? "the supervisor is gone" : "ended while the supervisor was gone",
                live.map(process -> OptionalLong.of(process.pid())).orElseGet(OptionalLong::empty),
                record.port(),
                live.map(LiveProcess::started),
                0,
                0,
                live.map(process -> ResidentMemory.ofTree(process.pid())).orElseGet(OptionalLong::empty));
    }
}
