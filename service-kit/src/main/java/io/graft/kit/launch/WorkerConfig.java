package io.graft.kit.launch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/// How worker processes are started on this machine.
@ConfigMapping(prefix = "graft")
public interface WorkerConfig {

    /// The folder of all local state; each run gets `workers/<run id>` below it.
    @WithDefault(".graft")
    Path home();

    /// Base models, one folder each.
    @WithDefault("models")
    Path modelsDir();

    /// The worker program: jar and libraries, as `java -cp` takes them.
    @WithName("worker.class-path")
    Optional<String> workerClassPath();

    /// Heap of a worker that asks for nothing else, MiB.
    @WithName("worker.heap-mb")
    @WithDefault("1024")
    int workerHeapMb();

    /// Where workers send their spans.
    @WithName("worker.otlp-endpoint")
    @WithDefault("${quarkus.otel.exporter.otlp.endpoint}")
    String otlpEndpoint();
}
