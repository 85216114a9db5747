package io.graft.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.reference.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTokenizerTest {

    @ParameterizedTest
    @ValueSource(strings = {"llama-tied", "llama", "llama3"})
    void tokens_and_text_equal_those_of_transformers(String model) throws IOException {
        Reference reference = Reference.shared("tokenizers/" + model);
        JsonNode cases =
                JsonFiles.read(reference.folder().resolve("cases.json")).path("cases");
        try (Tokenizer tokenizer = Tokenizer.load(reference.folder())) {
            for (JsonNode expected : cases) {
                if (expected.has("text")) {
                    String text = expected.path("text").asText();
                    assertThat(tokenizer.encode(text)).as(text).containsExactly(Reference.ints(expected.path("ids")));
                    assertThat(tokenizer.encodePlain(text))
                            .as(text)
                            .containsExactly(Reference.ints(expected.path("ids_no_special")));
                }
                int[] ids = Reference.ints(expected.path("ids"));
                assertThat(tokenizer.decode(ids))
                        .isEqualTo(expected.path("decoded").asText());
                assertThat(tokenizer.decodePlain(ids))
                        .isEqualTo(expected.path("decoded_skip_special").asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-tied", "llama"})
    void rendered_chats_equal_those_of_transformers(String model) throws IOException {
        Reference reference = Reference.shared("tokenizers/" + model);
        JsonNode cases = JsonFiles.read(reference.folder().resolve("chat.json")).path("cases");
        try (Tokenizer tokenizer = Tokenizer.load(reference.folder())) {
            ChatTemplate template = tokenizer.chatTemplate().orElseThrow();
            for (JsonNode expected : cases) {
                if (expected.path("kwargs").isEmpty() && !expected.has("continue_final_message")) {
                    check(template, tokenizer, expected);
                }
            }
        }
    }

    private static void check(ChatTemplate template, Tokenizer tokenizer, JsonNode expected) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : expected.path("messages")) {
            messages.add(new ChatMessage(
                    message.path("role").asText(), message.path("content").asText()));
        }
        ChatTemplate.Ending ending = expected.path("add_generation_prompt").asBoolean()
                ? ChatTemplate.Ending.GENERATION_PROMPT
                : ChatTemplate.Ending.COMPLETE;
        String title = expected.path("title").asText();
        if (expected.has("error")) {
            assertThatThrownBy(() -> template.render(messages, ending))
                    .as(title)
                    .isInstanceOf(ChatTemplateException.class);
            return;
        }
        String text = template.render(messages, ending);
        assertThat(text).as(title).isEqualTo(expected.path("text").asText());
        assertThat(tokenizer.encodePlain(text)).as(title).containsExactly(Reference.ints(expected.path("ids")));
    }

    @Test
    void a_template_sees_variables_of_its_own() {
        ChatTemplate template =
                new ChatTemplate("{{ bos_token }}{% if quiet %}hush{% endif %}", Map.of("bos_token", "<s>"));
        assertThat(template.render(List.of(), ChatTemplate.Ending.COMPLETE, Map.of("quiet", true)))
                .isEqualTo("<s>hush");
    }
}
