package io.graft.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.reference.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Templates that `apply_chat_template` of transformers rendered, or refused.
class ChatTemplateOracleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonNode RECORDED = recorded();

    private static JsonNode recorded() {
        try {
            return JsonFiles.read(Reference.oracles().resolve("templates/templates.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Named<JsonNode>> cases() {
        return StreamSupport.stream(RECORDED.path("cases").spliterator(), false)
                .map(one -> Named.of(one.path("title").asText(), one));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_template_renders_as_in_python_or_is_refused_in_the_same_words(JsonNode one) {
        ChatTemplate template =
                new ChatTemplate(one.path("template").asText(), Map.of("bos_token", "<s>", "eos_token", "</s>"));
        Map<String, Object> variables = new HashMap<>(
                JSON.convertValue(RECORDED.path("variables"), new TypeReference<Map<String, Object>>() {}));
        if (one.has("tools")) {
            variables.put("tools", JSON.convertValue(one.path("tools"), Object.class));
        }
        List<Map<String, Object>> messages = JSON.convertValue(RECORDED.path("messages"), new TypeReference<>() {});
        if (one.has("error")) {
            assertThatThrownBy(() -> template.render(messages, variables))
                    .isInstanceOf(ChatTemplateException.class)
                    .hasMessageContaining(one.path("error").asText());
        } else {
            assertThat(template.render(messages, variables))
                    .isEqualTo(one.path("text").asText());
        }
    }
}
