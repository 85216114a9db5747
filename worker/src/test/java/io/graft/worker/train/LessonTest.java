package io.graft.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ContractJson;
import io.graft.contracts.training.RunConfig;
import io.graft.engine.dataset.RowForm;
import io.graft.engine.dataset.Rows;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonTest {

    private static final Path MODEL =
            Path.of(System.getProperty("graft.root")).resolve("models").resolve("graft-tiny");

    private static final String CONVERSATION = """
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes?"},
             {"role":"user","content":"Bye"},{"role":"assistant","content":"Bye then"}]}
            """.replace("\n", "") + "\n";

    @TempDir
    Path folder;

    private Lesson lesson(String rows, RowForm form, String config) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.jsonl"), rows);
        RunConfig run = ContractJson.mapper().readValue(config, RunConfig.class).withDefaults();
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            return Lesson.of(Rows.read(file, form), tokenizer, run);
        }
    }

    @Test
    void the_last_answer_counts_or_all_that_the_assistant_says_or_everything() throws IOException {
        Lesson last = lesson(CONVERSATION, RowForm.MESSAGES, "{}");
        Lesson assistant = lesson(CONVERSATION, RowForm.MESSAGES, "{\"assistant_only_loss\":true}");
        Lesson all = lesson(CONVERSATION, RowForm.MESSAGES, "{\"completion_only_loss\":false}");

        assertThat(last.train().labelled())
                .isPositive()
                .isLessThan(assistant.train().labelled());
        assertThat(assistant.train().labelled()).isLessThan(all.train().labelled());
        assertThat(all.train().tokens()).isEqualTo(last.train().tokens());
    }

    @Test
    void a_long_row_loses_the_beginning_of_its_prompt_and_is_counted() throws IOException {
        String row = "{\"text\":\"" + "again and again ".repeat(40) + "\",\"label\":\"yes\"}\n";

        Lesson lesson = lesson(row, RowForm.LABELLED, "{\"max_length\":20}");

        assertThat(lesson.truncated()).isEqualTo(1);
        assertThat(lesson.leftOut()).isZero();
        assertThat(lesson.data().train().getFirst().length()).isEqualTo(20);
    }

    @Test
    void a_share_of_the_rows_is_held_out() throws IOException {
        Lesson lesson = lesson(CONVERSATION.repeat(10), RowForm.MESSAGES, "{\"eval_split\":0.3}");

        assertThat(lesson.data().train()).hasSize(7);
        assertThat(lesson.data().heldOut()).hasSize(3);
    }
}
