package io.graft.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreCommandTest {

    @TempDir
    Path folder;

    private Path rows = Path.of("");

    @BeforeEach
    void place() {
        rows = folder.resolve("rows.jsonl");
    }

    @Test
    void every_choice_gets_a_log_likelihood_and_answers_give_an_accuracy() throws IOException {
        Files.writeString(rows, """
                {"context": "He opened the", "choices": [" door", " xylophone"], "answer": 0}

                {"prompt": "He opened the", "choices": [" door", " xylophone"], "answer": " xylophone"}
                {"prompt": "He opened the", "choices": [" door"]}
                """);

        JsonNode report = score("-o", "json").json();

        assertThat(report.path("count").asInt()).isEqualTo(3);
        assertThat(report.path("answered").asInt()).isEqualTo(2);
        assertThat(report.path("accuracy").asDouble()).isEqualTo(0.5);
        JsonNode first = report.path("rows").path(0);
        assertThat(first.path("line").asInt()).isEqualTo(1);
        assertThat(first.path("best").asText()).isEqualTo(" door");
        assertThat(first.path("choices").path(0).path("log_likelihood").asDouble())
                .isGreaterThan(
                        first.path("choices").path(1).path("log_likelihood").asDouble());
        assertThat(report.path("rows").path(1).path("line").asInt()).isEqualTo(3);
    }

    @Test
    void a_table_has_one_line_a_choice_and_a_summary() throws IOException {
        Files.writeString(rows, "{\"context\": \"He opened the\", \"choices\": [\"door\", \"xylophone\"]}\n");
        GraftLine line = score("--target-delimiter", " ");

        assertThat(line.code()).isZero();
        assertThat(line.out().lines()).hasSize(4);
        assertThat(line.out()).endsWith("1 rows" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"choices\": [\"a\"]}|context (or prompt) must be a text, is missing",
                "{\"context\": \"x\"}|choices must be a list of at least one text, is missing",
                "{\"context\": \"x\", \"choices\": []}|choices must be a list of at least one text, is []",
                "{\"context\": \"x\", \"choices\": [1]}|a choice must be a text, is 1",
                "{\"context\": \"x\", \"choices\": [\"a\"], \"answer\": 1}|answer must be an index or a text of choices",
                "{\"context\": |line 2: Unexpected end-of-input",
                "{\"context\": \"x\", \"choices\": [\"a\"]} 1|something follows the end of the value",
                "{\"context\": \"\", \"choices\": [\"a\"]}|context must hold at least one token",
            })
    void a_bad_row_is_told_by_its_line(String row, String problem) throws IOException {
        Files.writeString(rows, "{\"context\": \"x\", \"choices\": [\"a\"]}\n" + row);
        GraftLine line = score();

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains(rows + ": line 2: ", problem);
    }

    @Test
    void a_byte_order_mark_is_skipped_and_a_line_that_is_not_utf_8_told() throws IOException {
        String row = "{\"context\": \"He opened the\", \"choices\": [\" door\"]}\n";
        Files.writeString(rows, "\uFEFF" + row);
        assertThat(score().code()).isZero();

        Files.write(rows, (row + "\u00ff").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(score().err()).contains(rows + ":2: byte 0 of the line is not UTF-8");
    }

    @Test
    void a_file_without_rows_and_a_missing_file_are_told() throws IOException {
        GraftLine missing = score();
        Files.writeString(rows, "\n");
        GraftLine empty = score();

        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).contains(rows + ": there is no such file");
        assertThat(empty.code()).isEqualTo(1);
        assertThat(empty.err()).contains(rows + ": holds no row");
    }

    private GraftLine score(Object... more) {
        Object[] all = new Object[more.length + 5];
        System.arraycopy(new Object[] {"score", "--base", GraftLine.TINY, "--data", rows}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return GraftLine.engine(all);
    }
}
