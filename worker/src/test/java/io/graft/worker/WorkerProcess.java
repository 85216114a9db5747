package io.graft.worker;

import io.graft.contracts.ContractJson;
import io.graft.contracts.worker.WorkerJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The worker as the launcher starts it: a process of its own.
final class WorkerProcess implements AutoCloseable {

    static final Path ROOT = Path.of(System.getProperty("graft.root"));
    static final Path MODELS = ROOT.resolve("models");

    private final Process process;
    private final Path log;

    private WorkerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static WorkerProcess start(Path home, WorkerJob job) throws IOException {
        Path folder = folder(home, job);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.graft.worker.WorkerMain", folder.toString()));
        Path log = folder.resolve("worker.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment(home));
        return new WorkerProcess(builder.start(), log);
    }

    /// The worker in this very process, which is quicker.
    static Exit run(Path home, WorkerJob job, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(environment(home));
        environment.putAll(more);
        return WorkerMain.run(folder(home, job), environment);
    }

    static Exit run(Path home, WorkerJob job) throws IOException {
        return run(home, job, Map.of());
    }

    private static Path folder(Path home, WorkerJob job) throws IOException {
        Path folder = Files.createDirectories(
                home.resolve("workers").resolve(job.runId().toString()));
        Files.write(folder.resolve("job.json"), ContractJson.mapper().writeValueAsBytes(job));
        return folder;
    }

    private static Map<String, String> environment(Path home) {
        return Map.of(
                "GRAFT_WORKER_TOKEN", FakeServices.TOKEN,
                "GRAFT_HOME", home.toString(),
                "GRAFT_MODELS_DIR", MODELS.toString());
    }

    int await() throws InterruptedException, IOException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker does not end:\n" + log());
        }
        return process.exitValue();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
