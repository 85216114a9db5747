package io.graft.training.dataset;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.training.dataset.Row.Labelled;
import io.graft.training.dataset.Row.Message;
import io.graft.training.dataset.Row.Messages;
import io.graft.training.dataset.Row.PromptCompletion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes rows in their one canonical form: a JSON object a line, fields in fixed order, so that the same
/// rows always have the same digest.
final class RowWriter implements AutoCloseable {

    private final OutputStream out;
    private final JsonGenerator json;

    RowWriter(OutputStream out) throws IOException {
        this.out = out;
        this.json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        this.json.setRootValueSeparator(null);
        this.json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    void write(Row row) throws IOException {
        json.writeStartObject();
        switch (row) {
            case Labelled(String text, String label) -> {
                json.writeStringField("text", text);
                json.writeStringField("label", label);
            }
            case PromptCompletion(String prompt, String completion) -> {
                json.writeStringField("prompt", prompt);
                json.writeStringField("completion", completion);
            }
            case Messages messages -> write(messages);
        }
        json.writeEndObject();
        json.flush();
        out.write("\n".getBytes(StandardCharsets.UTF_8));
    }

    private void write(Messages messages) throws IOException {
        json.writeArrayFieldStart("messages");
        for (Message message : messages.messages()) {
            json.writeStartObject();
            json.writeStringField("role", message.role());
            json.writeStringField("content", message.content());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
