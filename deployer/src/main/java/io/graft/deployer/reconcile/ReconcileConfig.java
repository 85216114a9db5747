package io.graft.deployer.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How often the loops look.
@ConfigMapping(prefix = "graft.reconcile")
interface ReconcileConfig {

    /// Between two looks at the active rollouts.
    @WithDefault("500ms")
    Duration interval();

    /// Between two looks at the versions that serve.
    @WithDefault("5s")
    Duration upkeepInterval();
}
