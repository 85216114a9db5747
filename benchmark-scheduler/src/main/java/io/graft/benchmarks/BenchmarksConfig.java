package io.graft.benchmarks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// `graft.benchmarks.*`.
@ConfigMapping(prefix = "graft.benchmarks")
public interface BenchmarksConfig {

    /// The folder whose folders are the base models.
    @WithDefault("models")
    Path modelsDir();

    /// Workers at the same time.
    @WithDefault("1")
    int maxConcurrent();

    /// How often the queue looks after its runs.
    @WithDefault("1s")
    Duration interval();

    /// Workers launched for one run before it fails.
    @WithDefault("3")
    int maxAttempts();

    /// How long a worker may be silent; then it counts as dead although its process may be there.
    @WithDefault("3m")
    Duration silence();

    /// How long a run may take that does not say otherwise.
    @WithDefault("1h")
    Duration timeout();

    /// Rows of a benchmark that the loop scores at most, drawn with a fixed seed.
    @WithDefault("1000")
    int candidateLimit();

    /// Models and benchmarks of one request.
    @WithDefault("20")
    int maxSubjects();
}
