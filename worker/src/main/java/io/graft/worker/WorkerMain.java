package io.graft.worker;

import io.graft.client.JsonClient;
import io.graft.client.RegistryClient;
import io.graft.contracts.worker.WorkerJob;
import io.graft.contracts.worker.WorkerReport;
import io.graft.worker.artifact.Artifacts;
import io.graft.worker.benchmark.BenchmarkJob;
import io.graft.worker.failure.Failures;
import io.graft.worker.job.BaseModels;
import io.graft.worker.job.JobFolder;
import io.graft.worker.job.Workshop;
import io.graft.worker.report.Backoff;
import io.graft.worker.report.Halt;
import io.graft.worker.report.ReportChannel;
import io.graft.worker.report.Reporter;
import io.graft.worker.report.Retries;
import io.graft.worker.trace.Tracing;
import io.graft.worker.train.TrainJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does one job and reports on it: `WorkerMain FOLDER`, with the job in `FOLDER/job.json`.
public final class WorkerMain {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private final WorkerEnvironment environment;
    private final JobFolder folder;
    private final WorkerJob job;

    private WorkerMain(WorkerEnvironment environment, JobFolder folder, WorkerJob job) {
        this.environment = environment;
        this.folder = folder;
        this.job = job;
    }

    public static void main(String[] args) {
        System.setProperty(
                "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$-7s [%3$s] %5$s%6$s%n");
        if (args.length != 1) {
            System.err.println("usage: WorkerMain FOLDER, where FOLDER holds job.json");
            System.exit(Exit.USAGE.code());
        }
        System.exit(run(Path.of(args[0]), System.getenv()).code());
    }

    /// The whole worker but for its process.
    static Exit run(Path path, Map<String, String> variables) {
        try {
            JobFolder folder = new JobFolder(path.toAbsolutePath());
            WorkerEnvironment environment = WorkerEnvironment.of(variables);
            return new WorkerMain(environment, folder, folder.job()).run();
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("cannot begin: {}", e.getMessage(), e);
            return Exit.USAGE;
        }
    }

    private Exit run() {
        try (Tracing tracing = Tracing.start(environment.otlp(), environment.traceparent());
                Reporter reporter = new Reporter(channel(tracing), Reporter.Timing.DEFAULT);
                Signal _ = Signal.watch(() -> reporter.halt(Halt.SIGNAL))) {
            return report(reporter, work(tracing, reporter));
        } catch (IOException | RuntimeException e) {
            LOG.error("the last report was not heard: {}", e.getMessage(), e);
            return Exit.UNHEARD;
        }
    }

    private ReportChannel channel(Tracing tracing) {
        return new ReportChannel(URI.create(job.reportUrl()), () -> {
            Map<String, String> headers = new HashMap<>(tracing.headers());
            headers.put("Authorization", "Bearer " + environment.token());
            return headers;
        });
    }

    /// Whatever goes wrong becomes the last report.
    private WorkerReport work(Tracing tracing, Reporter reporter) {
        try (var _ = folder.lock(() -> reporter.halt() != Halt.NONE)) {
            Workshop shop = new Workshop(
                    folder, new BaseModels(environment.modelsDir()), artifacts(tracing, reporter), reporter, tracing);
            return switch (job) {
                case WorkerJob.Train train -> new TrainJob(train, shop).run();
                case WorkerJob.Benchmark benchmark -> new BenchmarkJob(benchmark, shop).run();
            };
        } catch (IOException | RuntimeException e) {
            LOG.error("the job failed: {}", e.getMessage(), e);
            return new WorkerReport.Failed(Failures.of(e));
        }
    }

    private Artifacts artifacts(Tracing tracing, Reporter reporter) {
        JsonClient registry = new JsonClient(URI.create(job.registryUrl()), () -> {
            Map<String, String> headers = new HashMap<>(tracing.headers());
            environment.apiKey().ifPresent(key -> headers.put("X-API-Key", key));
            return headers;
        });
        Path cache = environment.home().resolve("cache").resolve("blobs");
        Retries retries = new Retries(Backoff.PATIENT, () -> reporter.halt() != Halt.NONE);
        return new Artifacts(new RegistryClient(registry), cache, retries);
    }

    private static Exit report(Reporter reporter, WorkerReport last) throws IOException {
        return switch (reporter.halt()) {
            case SUPERSEDED -> Exit.SUPERSEDED;
            case SIGNAL -> Exit.SIGNAL;
            case NONE, COMMAND -> reporter.last(answer(reporter, last)) ? Exit.of(last) : Exit.SUPERSEDED;
        };
    }

    /// What fails because it was told to stop has not failed.
    private static WorkerReport answer(Reporter reporter, WorkerReport last) {
        return reporter.halt() == Halt.COMMAND && last instanceof WorkerReport.Failed
                ? new WorkerReport.Cancelled(null)
                : last;
    }
}
