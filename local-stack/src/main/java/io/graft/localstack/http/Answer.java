package io.graft.localstack.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/// What an HTTP request is answered with.
@SuppressWarnings("ArrayRecordComponent") // written once to the wire and never compared
public record Answer(int status, String contentType, byte[] body) {

    public static Answer json(ObjectMapper mapper, Object value) {
        try {
            return new Answer(200, "application/json", mapper.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
        }
    }

    public static Answer text(int status, String sentence) {
        return new Answer(status, "text/plain; charset=utf-8", (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public static Answer accepted() {
        return text(202, "accepted");
    }
}
