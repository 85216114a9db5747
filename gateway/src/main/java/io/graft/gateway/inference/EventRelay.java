package io.graft.gateway.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.gateway.inference.Recorder.Recording;
import io.graft.gateway.prediction.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Passes a streamed answer on, event by event, and records it before the caller sees its end.
final class EventRelay {

    private static final String DATA = "data:";
    private static final String DONE = "[DONE]";

    private final InputStream upstream;
    private final Recording recording;
    private final ObjectMapper json;
    private final StringBuilder answer = new StringBuilder();
    private boolean done; // recorded
    private boolean told; // the version told of an error

    EventRelay(InputStream upstream, Recording recording, ObjectMapper json) {
        this.upstream = upstream;
        this.recording = recording;
        this.json = json;
    }

    /// Until the version's answer or the caller's patience ends.
    ///
    /// @param gone whether the caller has left: writing to nobody does not fail
    void to(OutputStream caller, BooleanSupplier gone) {
        try {
            relay(caller, gone);
        } catch (IOException callerLeft) {
            end(Outcome.CANCELLED); // which is the caller's good right, and no failure
        }
    }

    private void relay(OutputStream caller, BooleanSupplier gone) throws IOException {
        try (BufferedReader events = new BufferedReader(new InputStreamReader(upstream, StandardCharsets.UTF_8))) {
            String line = next(events);
            while (line != null && !gone.getAsBoolean()) {
                pass(line, caller);
                line = next(events);
            }
            end(caller, line == null);
        } catch (LostException lost) {
            end(Outcome.UNAVAILABLE);
            tell("the model server went away: " + lost.getMessage(), caller);
        } catch (JsonProcessingException unreadable) {
            end(Outcome.VERSION_ERROR);
            tell("the answer is unreadable: " + unreadable.getOriginalMessage(), caller);
        }
    }

    private static @Nullable String next(BufferedReader events) throws LostException {
        try {
            return events.readLine();
        } catch (IOException e) {
            throw new LostException(e);
        }
    }

    private void pass(String line, OutputStream caller) throws IOException {
        String passed = line.startsWith(DATA)
                ? DATA + " " + event(line.substring(DATA.length()).strip())
                : line;
        caller.write((passed + "\n").getBytes(StandardCharsets.UTF_8));
        if (line.isEmpty()) {
            caller.flush();
        }
    }

    private String event(String data) throws JsonProcessingException {
        if (data.equals(DONE)) {
            end(Outcome.ANSWERED);
            return data;
        }
        JsonNode event = json.readTree(data);
        told |= event.has("error");
        event.path("choices")
                .forEach(choice -> answer.append(recording.ask().form().delta(choice)));
        return named(event, data);
    }

    /// The event under the name that says which version answers.
    private String named(JsonNode event, String data) throws JsonProcessingException {
        String name = recording.target().upstream();
        if (!(event instanceof ObjectNode object)
                || event.path("model").asText(name).equals(name)) {
            return data;
        }
        return json.writeValueAsString(object.put("model", name));
    }

    private void end(OutputStream caller, boolean whole) throws IOException {
        boolean broken = !done && whole;
        end(whole ? Outcome.VERSION_ERROR : Outcome.CANCELLED);
        if (broken && !told) {
            tell("the answer broke off", caller);
        }
    }

    /// Counts once: what comes after the answer's end changes nothing.
    private void end(Outcome outcome) {
        if (!done) {
            done = true;
            recording.end(outcome, answer.toString());
        }
    }

    private void tell(String message, OutputStream caller) throws IOException {
        Map<String, Object> error = Map.of("error", Map.of("message", message, "type", "server_error"));
        caller.write((DATA + " " + json.writeValueAsString(error) + "\n\n").getBytes(StandardCharsets.UTF_8));
        caller.flush();
    }

    /// The model server's side of the stream broke.
    private static final class LostException extends Exception {
        private static final long serialVersionUID = 1L;

        LostException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
