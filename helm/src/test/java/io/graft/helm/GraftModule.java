package io.graft.helm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The services that run on a cluster.
enum GraftModule {
    TRAINING_SERVICE,
    BENCHMARK_SCHEDULER,
    DEPLOYER,
    MODEL_REGISTRY,
    GATEWAY,
    MODEL_SERVER;

    /// Its Maven module, which names its objects too.
    String module() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> names() {
        return Arrays.stream(values()).map(GraftModule::module).toList();
    }
}
