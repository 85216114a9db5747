package io.graft.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssistantMaskTest {

    @Test
    void what_counts_equals_the_assistant_mask_of_transformers() throws IOException {
        check(new Reference(Reference.oracles().resolve("tokenizers/qwen")));
    }

    @Test
    void what_counts_equals_it_for_another_template_too() throws IOException {
        check(Reference.shared("tokenizers/smollm3"));
    }

    private static void check(Reference reference) throws IOException {
        int checked = 0;
        try (Tokenizer tokenizer = Tokenizer.load(reference.folder())) {
            Conversation conversation = new Conversation(tokenizer);
            for (JsonNode expected :
                    JsonFiles.read(reference.folder().resolve("chat.json")).path("cases")) {
                int[] mask = Reference.ints(expected.path("assistant_mask"));
                if (expected.path("kwargs").isEmpty() && Arrays.stream(mask).sum() > 0) {
                    Encoded encoded = conversation.assistantOnly(messages(expected));
                    assertThat(encoded.ids()).containsExactly(Reference.ints(expected.path("ids")));
                    assertThat(bits(encoded.counts()))
                            .as(expected.path("title").asText())
                            .containsExactly(mask);
                    checked++;
                }
            }
        }
        assertThat(checked).isPositive();
    }

    private static List<ChatMessage> messages(JsonNode expected) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : expected.path("messages")) {
            messages.add(new ChatMessage(
                    message.path("role").asText(), message.path("content").asText()));
        }
        return messages;
    }

    private static int[] bits(boolean[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> values[i] ? 1 : 0);
        return bits;
    }
}
