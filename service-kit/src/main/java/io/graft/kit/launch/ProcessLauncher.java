package io.graft.kit.launch;

import io.graft.contracts.ContractJson;
import io.graft.kit.auth.AuthConfig;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Workers as processes of this machine. Each has a folder `workers/<run id>` with its job, log and checkpoints, and a
/// record in `run/workers/`, by which the local stack finds strays.
@ApplicationScoped
@DefaultBean
class ProcessLauncher implements WorkerLauncher {

    private static final Logger LOG = Logger.getLogger(ProcessLauncher.class);
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SystemRoot", "USER");

    private final WorkerConfig config;
    private final AuthConfig auth;

    ProcessLauncher(WorkerConfig config, AuthConfig auth) {
        this.config = config;
        this.auth = auth;
    }

    @Override
    public WorkerHandle launch(WorkerSpec spec) {
        Path folder = folder(spec.runId());
        try {
            Files.createDirectories(folder);
            writeWhole(folder.resolve("job.json"), ContractJson.mapper().writeValueAsBytes(spec.job()));
            ProcessBuilder builder = new ProcessBuilder(command(spec, folder))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(log(spec.runId()).toFile()));
            environment(builder.environment(), spec);
            Process process = builder.start();
            WorkerHandle handle = new WorkerHandle(process.pid(), started(process.toHandle()));
            record(spec.runId(), handle);
            LOG.infof("worker started run=%s attempt=%d pid=%d", spec.runId(), spec.attempt(), process.pid());
            return handle;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the worker of run " + spec.runId() + " in " + folder, e);
        }
    }

    @Override
    public boolean alive(WorkerHandle handle) {
        return process(handle).isPresent();
    }

    @Override
    public void stop(WorkerHandle handle, Stop how) {
        process(handle).ifPresent(process -> {
            boolean asked = how == Stop.HARD ? process.destroyForcibly() : process.destroy();
            LOG.infof("worker told to stop pid=%d how=%s asked=%s", handle.pid(), how, asked);
        });
    }

    @Override
    public Path log(UUID runId) {
        return folder(runId).resolve("worker.log");
    }

    private Path folder(UUID runId) {
        return config.home().toAbsolutePath().resolve("workers").resolve(runId.toString());
    }

    private List<String> command(WorkerSpec spec, Path folder) {
        String classPath = config.workerClassPath()
                .orElseThrow(() -> new IllegalStateException(
                        "graft.worker.class-path is not set: this service cannot start workers"));
        int heap = spec.heapMb() > 0 ? spec.heapMb() : config.workerHeapMb();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        // weights are read faster from large pages, which only some systems have
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseTransparentHugePages"));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath, "io.graft.worker.WorkerMain", folder.toString()));
        return command;
    }

    /// Leaves a worker what it needs and nothing else of this service's own environment.
    void environment(Map<String, String> environment, WorkerSpec spec) {
        environment.keySet().retainAll(INHERITED);
        environment.put("GRAFT_WORKER_TOKEN", spec.token());
        auth.clientKey().ifPresent(key -> environment.put("GRAFT_API_KEY", key));
        environment.put("GRAFT_HOME", config.home().toAbsolutePath().toString());
        environment.put("GRAFT_MODELS_DIR", config.modelsDir().toAbsolutePath().toString());
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", config.otlpEndpoint());
        environment.put("OMP_WAIT_POLICY", "passive");
        if (spec.traceparent() != null) {
            environment.put("TRACEPARENT", spec.traceparent());
        }
    }

    private void record(UUID runId, WorkerHandle handle) throws IOException {
        Path records = config.home().toAbsolutePath().resolve("run").resolve("workers");
        Files.createDirectories(records);
        writeWhole(records.resolve(runId + ".json"), ContractJson.mapper().writeValueAsBytes(handle));
    }

    private static void writeWhole(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Optional<ProcessHandle> process(WorkerHandle handle) {
        return ProcessHandle.of(handle.pid())
                .filter(ProcessHandle::isAlive)
                .filter(process -> started(process).equals(handle.started()));
    }

    /// The operating system's word; the epoch where it gives none, so that equal numbers then count as equal.
    private static Instant started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
