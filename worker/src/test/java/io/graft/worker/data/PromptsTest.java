package io.graft.worker.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graft.engine.dataset.Row;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {

    private static final Path MODEL =
            Path.of(System.getProperty("graft.root")).resolve("models").resolve("graft-tiny");

    @TempDir
    Path folder;

    @Test
    void a_label_is_the_assistants_answer_with_the_end_of_its_turn_alone() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            Pair pair = new Prompts("graft-tiny", tokenizer).of(new Row.Labelled("When?", "hours"));

            assertThat(tokenizer.decode(pair.prompt()))
                    .isEqualTo("<|im_start|>user\nWhen?<|im_end|>\n<|im_start|>assistant\n");
            assertThat(tokenizer.decode(pair.answer())).isEqualTo("hours<|im_end|>");
        }
    }

    @Test
    void a_conversation_is_asked_up_to_its_last_answer() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            Row row = new Row.Messages(
                    List.of(ChatMessage.system("Be brief."), ChatMessage.user("Hi"), ChatMessage.assistant("Yes?")));

            Pair pair = new Prompts("graft-tiny", tokenizer).of(row);

            assertThat(tokenizer.decode(pair.prompt()))
                    .startsWith("<|im_start|>system\nBe brief.")
                    .endsWith("assistant\n");
            assertThat(tokenizer.decode(pair.answer())).isEqualTo("Yes?<|im_end|>");
        }
    }

    @Test
    void a_completion_follows_its_prompt_as_plain_text() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            Pair pair = new Prompts("graft-tiny", tokenizer).of(new Row.PromptCompletion("Once upon", " a time"));

            assertThat(tokenizer.decodePlain(pair.prompt())).isEqualTo("Once upon");
            assertThat(tokenizer.decode(pair.answer())).isEqualTo(" a time<|im_end|>");
        }
    }

    @Test
    void a_base_model_without_a_chat_template_is_named() throws IOException {
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(MODEL.resolve(file), folder.resolve(file));
        }
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            Prompts prompts = new Prompts("plain", tokenizer);

            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> prompts.of(new Row.Labelled("When?", "hours")))
                    .withMessageContaining("base model plain has no chat template");
        }
    }
}
