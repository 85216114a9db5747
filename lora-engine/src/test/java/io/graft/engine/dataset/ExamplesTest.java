package io.graft.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the tokenizer of the model that ships with the source: its template writes `<|im_start|>` and
/// `<|im_end|>`.
class ExamplesTest {

    @TempDir
    Path work;

    private final Tokenizer tokenizer;

    ExamplesTest() throws IOException {
        tokenizer =
                Tokenizer.load(Path.of(System.getProperty("graft.root", "..")).resolve("models/graft-tiny"));
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private Encoded encode(Row row, LossOn lossOn) {
        return new Encoder(tokenizer, lossOn).encode(row);
    }

    /// The text of the tokens that count.
    private String counted(Encoded encoded) {
        int[] ids = new int[encoded.length()];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (encoded.counts()[i]) {
                ids[count++] = encoded.ids()[i];
            }
        }
        return tokenizer.decode(java.util.Arrays.copyOf(ids, count));
    }

    @Test
    void a_text_counts_as_a_whole_with_the_end_token() {
        Encoded encoded = encode(new Row.Text("Hello there."), LossOn.AUTOMATIC);
        assertThat(counted(encoded))
                .isEqualTo("Hello there." + tokenizer.endText().orElseThrow());
    }

    @Test
    void a_completion_counts_alone_unless_all_is_asked_for() {
        Row row = new Row.PromptCompletion("The ball is", " red.");
        String end = tokenizer.endText().orElseThrow();
        assertThat(counted(encode(row, LossOn.AUTOMATIC))).isEqualTo(" red." + end);
        assertThat(counted(encode(row, LossOn.COMPLETION))).isEqualTo(" red." + end);
        assertThat(counted(encode(row, LossOn.EVERYTHING))).isEqualTo("The ball is red." + end);
    }

    @Test
    void a_conversation_counts_as_a_whole_or_what_the_assistant_says() {
        List<ChatMessage> messages = List.of(
                ChatMessage.user("One? 🎈"),
                ChatMessage.assistant("First 🎈."),
                ChatMessage.user("Two?"),
                ChatMessage.assistant("Second."));
        Row row = new Row.Messages(messages);
        String whole = tokenizer.chatTemplate().orElseThrow().render(messages, ChatTemplate.Ending.COMPLETE);
        assertThat(counted(encode(row, LossOn.AUTOMATIC))).isEqualTo(whole);
        assertThat(counted(encode(row, LossOn.ASSISTANT))).isEqualTo("First 🎈.<|im_end|>\nSecond.<|im_end|>\n");
        Row turns = new Row.Turns(messages.subList(0, 3), messages.subList(3, 4));
        assertThat(counted(encode(turns, LossOn.AUTOMATIC))).isEqualTo("Second.<|im_end|>\n");
        assertThat(counted(encode(turns, LossOn.ASSISTANT))).isEqualTo("Second.<|im_end|>\n");
    }

    @Test
    void a_label_is_the_assistants_answer() {
        assertThat(counted(encode(new Row.Labelled("I like it", "good"), LossOn.AUTOMATIC)))
                .isEqualTo("good<|im_end|>\n");
    }

    @Test
    void blocks_of_a_template_tell_what_the_assistant_says() {
        ChatTemplate template = new ChatTemplate(
                "{% for m in messages %}[{{ m.role }}]{% if m.role == 'assistant' %}{% generation %}{{ m.content }}."
                        + "{% endgeneration %}{% else %}{{ m.content }}{% endif %}{% endfor %}",
                Map.of());
        List<ChatMessage> messages =
                List.of(ChatMessage.user("hey 🎈 you"), ChatMessage.assistant("yes 🎈"), ChatMessage.user("ok"));
        assertThat(counted(new Conversation(tokenizer, template).assistantOnly(messages)))
                .isEqualTo("yes 🎈.");
    }

    @Test
    void a_template_that_renders_a_beginning_otherwise_is_refused() {
        ChatTemplate template =
                new ChatTemplate("{{ messages | length }}{% for m in messages %}{{ m.content }}{% endfor %}", Map.of());
        List<ChatMessage> messages = List.of(ChatMessage.user("a"), ChatMessage.assistant("b"));
        assertThatThrownBy(() -> new Conversation(tokenizer, template).assistantOnly(messages))
                .hasMessage("assistant_only_loss needs a chat template with {% generation %} blocks, or one that"
                        + " renders the beginning of a conversation as the beginning of the whole; this one renders"
                        + " the first 1 messages differently alone");
    }

    private Path file(String... lines) throws IOException {
        return Files.writeString(
                work.resolve("d.jsonl"), String.join("\n", lines).replace('\'', '"'));
    }

    @Test
    void a_row_that_cannot_be_learned_from_as_asked_is_named() throws IOException {
        Path texts = file("{'text': 'a'}");
        assertThatThrownBy(() -> Examples.read(texts, tokenizer, new ExampleConfig(9, LossOn.ASSISTANT)))
                .isInstanceOf(MalformedRowException.class)
                .hasMessage(texts + ":1: assistant_only_loss needs rows with messages, this one has a text");
        Path silent = file(
                "{'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': 'b'}]}",
                "{'messages': [{'role': 'user', 'content': 'a'}]}");
        assertThatThrownBy(() -> Examples.read(silent, tokenizer, new ExampleConfig(99, LossOn.ASSISTANT)))
                .hasMessageStartingWith(silent + ":2: with assistant_only_loss a conversation must have a message");
    }

    @Test
    void long_examples_are_cut_and_those_that_nothing_is_left_of_are_left_out_and_counted() throws IOException {
        Path file = file(
                "{'prompt': 'a b c d e f g h i j k l m n o p', 'completion': ' q'}",
                "{'prompt': 'a', 'completion': ' b c d e f g h i j k l m n o p q r s t u v'}",
                "{'prompt': 'a', 'completion': ' b'}");
        Examples examples = Examples.read(file, tokenizer, new ExampleConfig(8, LossOn.AUTOMATIC));
        ExampleReport report = examples.report();
        assertThat(examples.examples()).hasSize(2);
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.truncated()).isEqualTo(1);
        assertThat(report.cutAway()).isEqualTo(1);
        assertThat(report.empty()).isZero();
        assertThat(report.longest()).isEqualTo(8);
        assertThat(report.tokens())
                .isEqualTo(
                        examples.examples().stream().mapToLong(e -> e.length()).sum());
        assertThat(report.summary()).contains("3 rows, 2 examples", "1 truncated");
    }

    @Test
    void an_example_may_lose_the_beginning_of_its_prompt_instead() {
        Encoded whole = Encoded.whole(new int[] {1, 2, 3, 4, 5, 6}).from(4);
        Encoded fits = whole.cut(4, Truncation.KEEP_COMPLETION);
        assertThat(fits.ids()).containsExactly(3, 4, 5, 6);
        assertThat(fits.counts()).containsExactly(false, false, true, true);
        assertThat(whole.cut(2, Truncation.KEEP_COMPLETION).ids()).containsExactly(4, 5);
        assertThat(whole.cut(6, Truncation.KEEP_COMPLETION)).isSameAs(whole);
        assertThat(whole.cut(4, Truncation.KEEP_START).ids()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_file_that_nothing_is_left_of_is_refused() throws IOException {
        Path file = file("{'text': ''}", "{'prompt': 'a b c d e f g h i j k', 'completion': ' l'}");
        assertThatThrownBy(() -> Examples.read(file("{'text': ''}"), tokenizer, ExampleConfig.DEFAULT))
                .hasMessageStartingWith(file + " holds nothing to learn: 1 rows, 0 examples");
        Path cut = file("{'prompt': 'a b c d e f g h i j k', 'completion': ' l'}");
        assertThatThrownBy(() -> Examples.read(cut, tokenizer, new ExampleConfig(3, LossOn.AUTOMATIC)))
                .hasMessageContaining("1 left out because max_length cut away all that counts")
                .hasMessageEndingWith("; max_length is 3");
    }
}
