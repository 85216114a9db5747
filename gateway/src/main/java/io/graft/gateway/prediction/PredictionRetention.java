package io.graft.gateway.prediction;

import io.graft.gateway.GatewayConfig;
import io.graft.kit.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the prediction log to its retention.
@ApplicationScoped
class PredictionRetention {

    private static final Logger LOG = LoggerFactory.getLogger(PredictionRetention.class);

    private final Predictions predictions;
    private final GatewayConfig config;
    private final Clock clock;
    private @Nullable Loop loop;

    PredictionRetention(Predictions predictions, GatewayConfig config, Clock clock) {
        this.predictions = predictions;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("prediction-retention", config.purgeInterval(), this::purge);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private void purge() {
        int purged = predictions.purge(clock.instant().minus(config.retention()));
        if (purged > 0) {
            LOG.atInfo()
                    .addKeyValue("predictions", purged)
                    .addKeyValue("retention", config.retention())
                    .log("predictions purged");
        }
    }
}
