package io.graft.worker.report;

import io.graft.client.JsonClient;
import io.graft.contracts.worker.WorkerReport;
import io.graft.contracts.worker.WorkerReport.Command;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.function.Supplier;

/// Posts reports to where the job says.
public final class ReportChannel {

    /// A valid parent that says not to record.
    private static final String UNSAMPLED = "00-" + "0".repeat(31) + "1-" + "0".repeat(15) + "1-00";

    private final JsonClient client;
    private final String path;

    /// @param headers sent with each report: the token, the trace
    public ReportChannel(URI reportUrl, Supplier<Map<String, String>> headers) {
        this.client = new JsonClient(reportUrl, headers);
        this.path = reportUrl.getRawPath();
    }

    /// Signs of life are left out of the trace: hundreds of them would hide what happened.
    Command post(WorkerReport report) {
        HttpRequest.Builder request = client.postRequest(path, report);
        if (report instanceof WorkerReport.Progress) {
            request.setHeader("traceparent", UNSAMPLED);
        }
        return client.exchange(request, Command.class);
    }
}
