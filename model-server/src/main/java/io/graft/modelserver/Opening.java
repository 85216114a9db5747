package io.graft.modelserver;

import io.graft.kit.loop.Loop;
import io.graft.modelserver.adapter.Adapters;
import io.graft.modelserver.base.BaseModel;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the server: loads the base model, then the adapters that were loaded before, while the port already answers
/// 503. An adapter that cannot be loaded now is tried again later.
@ApplicationScoped
class Opening {

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final BaseModel base;
    private final Adapters adapters;
    private final ModelServerConfig config;
    private volatile @Nullable String failure;
    private @Nullable Loop loop;

    Opening(BaseModel base, Adapters adapters, ModelServerConfig config) {
        this.base = base;
        this.adapters = adapters;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        loop = Loop.start("model-server-opening", config.restoreInterval(), this::pass);
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (loop != null) {
            loop.close();
        }
    }

    /// Why the server is not open; empty once it is.
    Optional<String> hindrance() {
        if (adapters.isOpen()) {
            return Optional.empty();
        }
        String told = failure;
        return Optional.of(told == null ? "the base model " + config.baseModel() + " is still loading" : told);
    }

    private void pass() {
        try {
            base.load();
            adapters.restore();
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        }
        if (failure != null) {
            LOG.atInfo().log("the server opens after all");
            failure = null;
        }
    }
}
