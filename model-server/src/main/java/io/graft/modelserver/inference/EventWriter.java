package io.graft.modelserver.inference;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.generation.GeneratedToken;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.TokenListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends an answer as server-sent events while it is written.
///
/// @param piece  the event that adds a text
/// @param ending the last event before `[DONE]`, from the finish reason
record EventWriter(Caller caller, ObjectMapper json, Event piece, Event ending) {

    /// Makes an event.
    @FunctionalInterface
    interface Event {

        /// @param word   the text, or the finish reason
        /// @param tokens that no event before told of: of the text, or behind it
        Object of(String word, List<GeneratedToken> tokens);
    }

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
            List<GeneratedToken> untold = new ArrayList<>(); // their text is held back, or they have none
            Generation text = work.write(token -> {
                untold.add(token);
                if (!token.text().isEmpty()) {
                    send(piece.of(token.text(), untold));
                    untold.clear();
                }
                return !caller.gone().getAsBoolean();
            });
            send(ending.of(Answers.finishReason(text), untold));
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
