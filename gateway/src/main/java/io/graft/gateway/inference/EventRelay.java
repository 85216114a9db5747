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
import org.jspecify.annotations.Nullable;

/// Passes a streamed answer on, event by event, and records it before the caller sees its end.
final class EventRelay {

    private static final String DATA = "data:";
    private static final String DONE = "[DONE]";

    private final InputStream upstream;
    private final Recording recording;
    private final ObjectMapper json;
    private final StringBuilder answer = new StringBuilder();
    private boolean done;
    private boolean told;

    EventRelay(InputStream upstream, Recording recording, ObjectMapper json) {
        this.upstream = upstream;
        this.recording = recording;
        this.json = json;
    }

    /// Until the version's answer or the caller's patience ends.
    void to(OutputStream caller) throws IOException {
        try (BufferedReader events = new BufferedReader(new InputStreamReader(upstream, StandardCharsets.UTF_8))) {
            for (String line = next(events); line != null; line = next(events)) {
                pass(line, caller);
            }
            end(caller);
        } catch (LostException lost) {
            recording.end(Outcome.UNAVAILABLE, answer.toString());
            tell("the model server went away: " + lost.getMessage(), caller);
        } catch (IOException callerLeft) {
            if (!done) {
                recording.end(Outcome.CANCELLED, answer.toString());
            }
            throw callerLeft;
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
            done = true;
            recording.end(Outcome.ANSWERED, answer.toString());
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

    private void end(OutputStream caller) throws IOException {
        if (!done) {
            recording.end(Outcome.VERSION_ERROR, answer.toString());
            if (!told) {
                tell("the answer broke off", caller);
            }
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
