package io.graft.worker;

import io.graft.contracts.worker.WorkerReport;

/// How the process ends.
enum Exit {
    DONE(0),
    FAILED(1),
    /// Called wrongly: arguments, environment or job file.
    USAGE(2),
    SUPERSEDED(3),
    /// The service did not hear the last report.
    UNHEARD(4),
    /// As a shell says of a process that was told to end.
    SIGNAL(143);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Exit of(WorkerReport last) {
        return last instanceof WorkerReport.Failed ? FAILED : DONE;
    }
}
