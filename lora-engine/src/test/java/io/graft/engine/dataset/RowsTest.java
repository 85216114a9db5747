package io.graft.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.tokenizer.ChatMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {

    @TempDir
    Path work;

    private Path file(String content) throws IOException {
        return Files.writeString(work.resolve("data.jsonl"), content.replace('\'', '"'));
    }

    private void refuses(String content, String message) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> Rows.read(file))
                .isInstanceOf(MalformedRowException.class)
                .hasMessage(file + ":" + message);
    }

    @Test
    void all_forms_of_trl_are_read() throws IOException {
        assertThat(Rows.read(file("{'text': 'a'}\n")).rows()).containsExactly(new Row.Text("a"));
        assertThat(Rows.read(file("{'prompt': 'a', 'completion': 'b', 'id': 7}"))
                        .rows())
                .containsExactly(new Row.PromptCompletion("a", "b"));
        assertThat(Rows.read(file("{'messages': [{'role': 'user', 'content': 'é'}]}"))
                        .rows())
                .containsExactly(new Row.Messages(List.of(ChatMessage.user("é"))));
        assertThat(Rows.read(
                                file(
                                        "{'prompt': [{'role': 'user', 'content': 'a'}], 'completion': [{'role': 'assistant', 'content': 'b'}]}"))
                        .rows())
                .containsExactly(new Row.Turns(List.of(ChatMessage.user("a")), List.of(ChatMessage.assistant("b"))));
        assertThat(Rows.read(file("{'text': 'a', 'label': 'b'}")).rows()).containsExactly(new Row.Labelled("a", "b"));
    }

    @Test
    void a_mark_at_the_start_line_ends_of_windows_and_blank_lines_do_no_harm() throws IOException {
        Rows rows = Rows.read(file("\uFEFF{'text': 'a'}\r\n\r\n{'text': 'b'}\r\n"));
        assertThat(rows.rows()).containsExactly(new Row.Text("a"), new Row.Text("b"));
        assertThat(rows.lines()).containsExactly(1, 3);
    }

    @Test
    void a_line_that_is_wrong_is_named_with_what_would_be_right() throws IOException {
        refuses("", "1: a data set must have at least one row, has none");
        refuses("{'text': 'a'}\n[1]", "2: a line must be a JSON object, is array");
        refuses("{'text': 7}", "1: text must be text, is 7");
        refuses("{'text': 'a'}\n{'prompt': 'b', 'completion': 'c'}", "2: text must be text, is missing");
        refuses(
                "{'question': 'a', 'answer': 'b'}",
                "1: a row must have prompt and completion, messages, text, or text and label, has question, answer");
        refuses("{'messages': []}", "1: messages must be a list of messages with role and content, is []");
        refuses("{'messages': [{'role': 'user', 'content': null}]}", "1: messages[0].content must be text, is null");
        refuses("{'prompt': 'a'}", "1: completion must be text, is missing");
        refuses("{'text': 'a\\ud800b'}", "1: text must be text, holds half of a surrogate pair (\\ud800 to \\udfff)");
        Path file = file("{'text': 'a'}\n{'text': ");
        assertThatThrownBy(() -> Rows.read(file)).hasMessageStartingWith(file + ":2: is not JSON: ");
        Path twice = file("{'text': 'a', 'text': 'b'}");
        assertThatThrownBy(() -> Rows.read(twice)).hasMessageStartingWith(twice + ":1: is not JSON: Duplicate");
        Path more = file("{'text': 'a'} {'text': 'b'}");
        assertThatThrownBy(() -> Rows.read(more)).hasMessageStartingWith(more + ":1: is not JSON: ");
    }

    @Test
    void bytes_that_are_not_utf_8_are_named_by_their_place() throws IOException {
        Path file = work.resolve("latin.jsonl");
        Files.write(file, "{\"text\": \"a\"}\n{\"text\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Rows.read(file)).hasMessage(file + ":2: byte 10 of the line is not UTF-8");
    }

    @Test
    void lines_and_files_have_limits() throws IOException {
        Path file = file("{'text': 'a'}\n{'text': 'b'}\n");
        assertThatThrownBy(() -> Rows.read(file, Optional.empty(), new RowLimits(12, 9)))
                .hasMessage(file + ":1: a line must have at most 12 bytes, has more");
        assertThatThrownBy(() -> Rows.read(file, Optional.empty(), new RowLimits(13, 1)))
                .hasMessage(file + ":2: a file must have at most 1 rows, has more");
        assertThat(Rows.read(file, Optional.empty(), new RowLimits(13, 2)).rows())
                .hasSize(2);
    }

    @Test
    void whatever_the_bytes_are_they_are_read_or_refused_as_a_malformed_row() throws IOException {
        Random random = new Random(5);
        byte[] seed = "{\"messages\": [{\"role\": \"user\", \"content\": \"a\\u00e9\"}]}\n{\"text\": \"b\"}\n"
                .getBytes(StandardCharsets.UTF_8);
        Path file = work.resolve("fuzz.jsonl");
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = java.util.Arrays.copyOf(seed, random.nextInt(seed.length) + 1);
            for (int change = random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                assertThat(Rows.read(file).rows()).isNotEmpty();
            } catch (MalformedRowException e) {
                assertThat(e).hasMessageStartingWith(file + ":" + e.line() + ": ");
            }
        }
    }

    @Test
    void deep_nesting_is_refused() throws IOException {
        Path file = file("{'text': " + "[".repeat(100_000));
        assertThatThrownBy(() -> Rows.read(file)).isInstanceOf(MalformedRowException.class);
    }

    @Test
    void a_split_follows_from_the_seed_and_leaves_something_to_learn() throws IOException {
        Rows rows = Rows.read(file("{'text': 'a'}\n{'text': 'b'}\n{'text': 'c'}\n{'text': 'd'}\n"));
        Rows.Split split = rows.split(0.5, 3);
        assertThat(split).isEqualTo(rows.split(0.5, 3));
        assertThat(split.train().rows()).hasSize(2);
        assertThat(split.heldOut().orElseThrow().rows())
                .hasSize(2)
                .doesNotContainAnyElementsOf(split.train().rows());
        assertThat(rows.split(0, 3).heldOut()).isEmpty();
        assertThat(rows.split(0.01, 3).heldOut().orElseThrow().rows()).hasSize(1);
        assertThat(rows.split(0.99, 3).train().rows()).hasSize(1);
    }
}
