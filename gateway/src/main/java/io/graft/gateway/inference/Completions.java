package io.graft.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.gateway.inference.PatientUpstream.Timed;
import io.graft.gateway.inference.Recorder.Recording;
import io.graft.gateway.inference.UpstreamReply.Said;
import io.graft.gateway.prediction.Outcome;
import io.graft.gateway.route.Routes;
import io.graft.kit.problem.Problem;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Gets an answer: picks the version, asks the model server, and records what came of it before the caller learns.
@ApplicationScoped
class Completions {

    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final int TOO_MANY_REQUESTS = 429;

    private final Targets targets;
    private final PatientUpstream upstream;
    private final Recorder recorder;
    private final Routes routes;
    private final ObjectMapper json;

    Completions(Targets targets, PatientUpstream upstream, Recorder recorder, Routes routes, ObjectMapper json) {
        this.targets = targets;
        this.upstream = upstream;
        this.recorder = recorder;
        this.routes = routes;
        this.json = json;
    }

    Reply answer(Ask ask) {
        Target target = targets.of(ask);
        Span.current()
                .setAttribute("graft.model", target.model())
                .setAttribute("graft.version", target.version())
                .setAttribute("graft.request_id", ask.requestId().toString());
        Timed timed = upstream.ask(ask, target);
        Recording recording = recorder.begin(ask, target, timed::latency);
        return switch (timed.reply()) {
            case UpstreamReply.Whole whole -> new Reply.Answer(target, answered(recording, whole.body()));
            case UpstreamReply.Events events ->
                new Reply.Stream(target, new EventRelay(events.body(), recording, json));
            case UpstreamReply.Refused refused -> refused(recording, refused.said());
            case UpstreamReply.Failed failed -> failed(recording, failed.said());
            case UpstreamReply.Unknown _ -> throw unknown(recording);
            case UpstreamReply.Away away -> throw absent(recording, "the model server is away: " + away.reason());
        };
    }

    private byte[] answered(Recording recording, byte[] body) {
        try {
            JsonNode answer = json.readTree(body);
            recording.end(
                    Outcome.ANSWERED,
                    recording.ask().form().answer(answer.path("choices").path(0)));
            return answer instanceof ObjectNode named
                    ? json.writeValueAsBytes(
                            named.put("model", recording.target().upstream()))
                    : body;
        } catch (IOException e) {
            recording.end(Outcome.VERSION_ERROR, null);
            throw new UncheckedIOException("unreadable answer of " + recording.target(), e);
        }
    }

    private static Reply refused(Recording recording, Said said) {
        recording.end(said.status() == TOO_MANY_REQUESTS ? Outcome.UNAVAILABLE : Outcome.REJECTED, null);
        return new Reply.Refusal(recording.target(), said);
    }

    private static Reply failed(Recording recording, Said said) {
        recording.end(Outcome.VERSION_ERROR, null);
        return new Reply.Refusal(recording.target(), said);
    }

    /// A version that a route names ought to be there, so its lack is no mistake of the caller.
    private Problem unknown(Recording recording) {
        Target target = recording.target();
        if (target.routed()) {
            return absent(recording, "the model server has not loaded " + target.upstream());
        }
        return new Problem.NotFound("model", target.upstream() + "; models with a route: " + routes.models());
    }

    private static Problem absent(Recording recording, String reason) {
        recording.end(Outcome.UNAVAILABLE, null);
        return new Problem.Unavailable(reason, COME_BACK);
    }
}
