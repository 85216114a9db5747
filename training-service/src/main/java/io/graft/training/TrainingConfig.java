package io.graft.training;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// `graft.training.*`.
@ConfigMapping(prefix = "graft.training")
public interface TrainingConfig {

    /// The folder whose folders are the base models.
    @WithDefault("models")
    Path modelsDir();

    /// Bytes of one upload, all its files together.
    @WithDefault("256M")
    MemorySize maxUpload();

    /// Rows of one data set version, train and test together.
    @WithDefault("1000000")
    long maxRows();

    /// Bytes of one row.
    @WithDefault("64K")
    MemorySize maxRow();

    /// Different labels of one data set.
    @WithDefault("1000")
    int maxLabels();

    /// Share of rejected rows above which an import is refused.
    @WithDefault("0.1")
    double maxRejectedShare();

    Queue queue();

    /// `graft.training.queue.*`: how runs become workers.
    interface Queue {

        /// Workers at the same time.
        @WithDefault("1")
        int maxConcurrent();

        /// How often the queue looks after its runs.
        @WithDefault("1s")
        Duration interval();

        /// Workers launched for one run before it fails.
        @WithDefault("3")
        int maxAttempts();

        /// How long a worker may take to end after a stop; then it is killed.
        @WithDefault("60s")
        Duration stopGrace();

        /// How long a worker may be silent; then it counts as dead although its process may be there.
        @WithDefault("3m")
        Duration silence();

        /// Megabytes of heap of a worker whose run does not say otherwise.
        @WithDefault("2048")
        int heapMb();

        /// Time between two `training.run.progressed` events of one run.
        @WithDefault("5s")
        Duration progressEvery();
    }
}
