package io.graft.contracts.event;

import java.util.List;

/// The Kafka topics, and where poison goes.
public final class Topics {

    public static final String TRAINING = "graft.training";
    public static final String REGISTRY = "graft.registry";
    public static final String BENCHMARKS = "graft.benchmarks";
    public static final String DEPLOYMENT = "graft.deployment";
    public static final String INFERENCE = "graft.inference";

    private Topics() {}

    public static List<String> all() {
        return List.of(TRAINING, REGISTRY, BENCHMARKS, DEPLOYMENT, INFERENCE);
    }

    /// The dead-letter queue of a topic.
    public static String deadLetters(String topic) {
        return topic + ".dlq";
    }
}
