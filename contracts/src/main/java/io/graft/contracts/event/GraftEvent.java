package io.graft.contracts.event;

/// Something that happened and that other services may act on. On Kafka it is a CloudEvent 1.0 in binary mode:
/// the record as JSON is the value, [EventType#type()] is `ce_type`, [#key()] the record key.
public sealed interface GraftEvent
        permits TrainingEvent, RegistryEvent, BenchmarkEvent, DeploymentEvent, InferenceEvent {

    /// The model's name: events of one model stay in order.
    String key();
}
