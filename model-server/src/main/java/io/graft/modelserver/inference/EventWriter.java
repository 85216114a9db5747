package io.graft.modelserver.inference;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.TokenListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends an answer as server-sent events while it is written.
///
/// @param piece  the event that adds a text
/// @param ending the last event before `[DONE]`, from the finish reason
record EventWriter(Caller caller, ObjectMapper json, Function<String, Object> piece, Function<String, Object> ending) {

    /// Who gets the events.
    ///
    /// @param gone whether the caller has left: writing to nobody does not fail
    record Caller(OutputStream out, BooleanSupplier gone) {}

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

    /// Writes the text.
    @FunctionalInterface
    interface Work {
        Generation write(TokenListener listener);
    }

    /// A failure in the middle is told as an event, for the status is already sent; a caller who left ends the work.
    void stream(Work work) {
        try {
            Generation text = work.write(token -> {
                if (!token.text().isEmpty()) {
                    send(piece.apply(token.text()));
                }
                return !caller.gone().getAsBoolean();
            });
            send(ending.apply(Answers.finishReason(text)));
            sendText("[DONE]");
        } catch (IOException | UncheckedIOException callerLeft) {
            LOG.atDebug().setCause(callerLeft).log("the caller left before the end");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("an answer broke off");
            send(Map.of("error", Map.of("message", "the answer broke off", "type", "server_error", "code", 500)));
        }
    }

    void send(Object event) {
        try {
            sendText(json.writeValueAsString(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sendText(String data) throws IOException {
        caller.out().write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        caller.out().flush();
    }
}
