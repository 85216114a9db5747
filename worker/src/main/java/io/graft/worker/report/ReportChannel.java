package io.graft.worker.report;

import io.graft.client.JsonClient;
import io.graft.contracts.worker.WorkerReport;
import io.graft.contracts.worker.WorkerReport.Command;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/// Posts reports to where the job says.
public final class ReportChannel {

    private final JsonClient client;
    private final String path;

    /// @param headers sent with each report: the token, the trace
    public ReportChannel(URI reportUrl, Supplier<Map<String, String>> headers) {
        this.client = new JsonClient(reportUrl, headers);
        this.path = reportUrl.getRawPath();
    }

    Command post(WorkerReport report) {
        return client.post(path, report, Command.class);
    }
}
