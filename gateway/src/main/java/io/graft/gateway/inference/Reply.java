package io.graft.gateway.inference;

import io.graft.gateway.inference.UpstreamReply.Said;

/// What the caller gets. Bodies pass through as they are, so that nobody compares them.
@SuppressWarnings("ArrayRecordComponent")
sealed interface Reply {

    Target target();

    /// The version's answer.
    record Answer(Target target, byte[] body) implements Reply {}

    /// The version's answer, event by event.
    record Stream(Target target, EventRelay relay) implements Reply {}

    /// The model server's refusal or failure in its own words.
    record Refusal(Target target, Said said) implements Reply {}
}
