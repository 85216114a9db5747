package io.graft.gateway.inference;

import io.graft.gateway.GatewayConfig;
import io.graft.gateway.prediction.Outcome;
import io.graft.gateway.prediction.Prediction;
import io.graft.gateway.prediction.Predictions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes finished requests to the prediction log.
@ApplicationScoped
class Recorder {

    private final Predictions predictions;
    private final GatewayConfig config;
    private final Clock clock;

    Recorder(Predictions predictions, GatewayConfig config, Clock clock) {
        this.predictions = predictions;
        this.config = config;
        this.clock = clock;
    }

    /// @param latency asked for when the request has ended
    Recording begin(Ask ask, Target target, Supplier<Duration> latency) {
        return new Recording(ask, target, latency);
    }

    /// One request that is going to end, in one way.
    final class Recording {

        private final Ask ask;
        private final Target target;
        private final Supplier<Duration> latency;

        private Recording(Ask ask, Target target, Supplier<Duration> latency) {
            this.ask = ask;
            this.target = target;
            this.latency = latency;
        }

        Ask ask() {
            return ask;
        }

        Target target() {
            return target;
        }

        void end(Outcome outcome, @Nullable String completion) {
            predictions.record(new Prediction(
                    ask.requestId(),
                    target.model(),
                    target.version(),
                    config.logPrompts() ? cut(ask.prompt(), config.logBytes()) : null,
                    completion == null ? null : cut(completion, config.logBytes()),
                    outcome,
                    latency.get(),
                    clock.instant()));
        }
    }

    /// The beginning of a text that takes at most so many bytes as UTF-8, without half a character at its end and
    /// without the zero characters that PostgreSQL does not keep.
    static String cut(String text, int bytes) {
        ByteBuffer room = ByteBuffer.allocate(bytes);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text), room, true);
        return StandardCharsets.UTF_8.decode(room.flip()).toString().replace("\0", "");
    }
}
