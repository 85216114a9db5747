package io.graft.gateway.inference;

import java.io.InputStream;
import java.util.Optional;

/// What the model server made of a request. Bodies pass through as they are, so that nobody compares them.
@SuppressWarnings("ArrayRecordComponent")
sealed interface UpstreamReply {

    /// It answered in whole.
    record Whole(byte[] body) implements UpstreamReply {}

    /// It answers event by event; whoever gets this closes it.
    record Events(InputStream body) implements UpstreamReply {}

    /// It does not know the model.
    record Unknown() implements UpstreamReply {}

    /// It found the request wrong, or has too much to do (429).
    record Refused(Said said) implements UpstreamReply {}

    /// It failed over this request.
    record Failed(Said said) implements UpstreamReply {}

    /// It is not there, or not ready.
    record Away(String reason) implements UpstreamReply {}

    /// The model server's own words.
    record Said(int status, String contentType, byte[] body, Optional<String> retryAfter) {}
}
