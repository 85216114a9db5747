package io.graft.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {

    @TempDir
    Path folder;

    @Test
    void a_prompt_is_continued_on_standard_output() throws IOException {
        GraftLine text = generate("--prompt", "Once upon a time", "--max-new-tokens", 12);
        JsonNode document = generate("--prompt", "Once upon a time", "--max-new-tokens", 12, "-o", "json")
                .json();

        assertThat(text.code()).isZero();
        assertThat(text.out()).isEqualTo(document.path("text").asText() + System.lineSeparator());
        assertThat(document.path("new_tokens").asInt()).isEqualTo(12);
        assertThat(document.path("prompt_tokens").asInt()).isPositive();
        assertThat(document.path("ending").asText()).isEqualTo("length");
    }

    @Test
    void messages_are_put_into_the_chat_template() throws IOException {
        Path file = folder.resolve("messages.json");
        Files.writeString(file, "[{\"role\": \"user\", \"content\": \"Once upon a time\"}]");

        JsonNode fromFile = generate("--messages", file, "--max-new-tokens", 5, "-o", "json")
                .json();
        JsonNode asChat = generate("--prompt", "Once upon a time", "--chat", "--max-new-tokens", 5, "-o", "json")
                .json();

        assertThat(fromFile.path("text")).isEqualTo(asChat.path("text"));
        assertThat(fromFile.path("prompt_tokens")).isEqualTo(asChat.path("prompt_tokens"));
    }

    @Test
    void the_seed_decides_on_a_drawn_text() {
        Object[] drawn = {
            "--prompt", "Once", "--max-new-tokens", 8, "--top-k", 20, "--top-p", 0.95, "--min-p", 0.01, "--seed"
        };

        assertThat(generate(with(drawn, 1)).out())
                .isEqualTo(generate(with(drawn, 1)).out());
        assertThat(generate(with(drawn, 1)).out())
                .isNotEqualTo(generate(with(drawn, 2)).out());
    }

    @Test
    void a_missing_folder_is_not_found() {
        GraftLine line = GraftLine.engine("generate", "--base", folder.resolve("none"), "--prompt", "x");

        assertThat(line.code()).isEqualTo(3);
        assertThat(line.err()).contains(folder.resolve("none") + ": there is no such model folder");
    }

    @Test
    void a_message_without_content_is_told_by_its_place() throws IOException {
        Path file = folder.resolve("messages.json");
        Files.writeString(file, "[{\"role\": \"user\"}]");
        GraftLine line = generate("--messages", file);

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains(file + ": message 1: content must be a text, is missing");
    }

    @Test
    void messages_that_are_not_json_are_told_by_file_and_line() throws IOException {
        Path file = Files.writeString(folder.resolve("messages.json"), "[\n{\"role\": \"user\"");
        GraftLine line = generate("--messages", file);

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err())
                .contains(file + ": line 2: is not JSON: Unexpected end-of-input")
                .doesNotContain("Source");
    }

    @Test
    void a_prompt_that_is_empty_or_longer_than_the_model_reads_is_refused_at_once() {
        assertThat(generate("--prompt", "").err()).contains("the prompt must hold at least one token");
        assertThat(generate("--prompt", "word ".repeat(2000)).err())
                .containsPattern("a sequence of [2-9]\\d{3} tokens is longer than the 1024 positions of the model");
    }

    @Test
    void sampling_without_temperature_is_wrong_usage() {
        GraftLine line = generate("--prompt", "x", "--temperature", 0, "--top-k", 5);

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains("--temperature must be greater than 0");
    }

    private static Object[] with(Object[] arguments, int seed) {
        Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = seed;
        return all;
    }

    private static GraftLine generate(Object... options) {
        Object[] all = new Object[options.length + 3];
        System.arraycopy(new Object[] {"generate", "--base", GraftLine.TINY}, 0, all, 0, 3);
        System.arraycopy(options, 0, all, 3, options.length);
        return GraftLine.engine(all);
    }
}
