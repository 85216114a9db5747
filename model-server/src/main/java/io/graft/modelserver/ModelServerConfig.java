package io.graft.modelserver;

import io.graft.engine.generation.Embedder.Pooling;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// What is served, from where, and how much of it at once.
@ConfigMapping(prefix = "graft.model-server")
public interface ModelServerConfig {

    /// The base model: the name of a folder below [#modelsDir()].
    @WithDefault("graft-tiny")
    String baseModel();

    /// Base models, one Hugging Face folder each.
    @WithDefault("${graft.models-dir:models}")
    Path modelsDir();

    /// Adapters that are loaded by their folder must lie below this one.
    @WithDefault("${graft.home:.graft}/adapters")
    Path adapterRoot();

    /// What this server keeps: the list of loaded adapters, and the files of those that came from the registry.
    @WithDefault("${graft.home:.graft}/model-server")
    Path stateDir();

    /// Adapters loaded at most.
    @WithDefault("32")
    int maxAdapters();

    /// Bytes of an adapter's files at most.
    @WithDefault("1G")
    MemorySize maxAdapterSize();

    /// Adapters from the registry whose files stay on disk although they are not loaded, for a quick way back.
    @WithDefault("8")
    int cachedAdapters();

    /// How often adapters that could not be loaded again after a restart are tried.
    @WithDefault("10s")
    Duration restoreInterval();

    /// Texts written at the same time: they go through the model together, token by token.
    @WithDefault("16")
    int concurrency();

    /// Memory for what the model remembers of all these texts at most; texts wait until there is enough for them.
    @WithDefault("1G")
    MemorySize maxCacheSize();

    /// How long a text may take, waiting for memory included; 503 afterwards.
    @WithDefault("10m")
    Duration timeout();

    /// Requests that wait for their turn at most; 429 beyond.
    @WithDefault("64")
    int queue();

    /// After how long a refused caller should come back.
    @WithDefault("2s")
    Duration retryAfter();

    /// New tokens of a chat whose caller sets no limit.
    @WithDefault("256")
    int defaultMaxTokens();

    /// Temperature where the caller sets none: 0 gives the same answer each time.
    @WithDefault("0")
    double defaultTemperature();

    /// Vectors of texts.
    Embeddings embeddings();

    /// How texts become vectors, and how many of them at once.
    interface Embeddings {

        /// How the vectors of a text's tokens become one: `mean`, or `last-token`.
        @WithDefault("mean")
        Pooling pooling();

        /// Texts of one request at most; OpenAI's limit.
        @WithDefault("2048")
        int maxInputs();

        /// Tokens of all texts of one request at most; OpenAI's limit.
        @WithDefault("300000")
        int maxTokens();
    }
}
