package io.graft.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graft.training.dataset.Row.Labelled;
import io.graft.training.dataset.Row.Message;
import io.graft.training.dataset.Row.Messages;
import io.graft.training.dataset.Row.PromptCompletion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowParserTest {

    @Test
    void the_three_kinds_are_told_by_their_fields() throws BadRow {
        assertThat(RowParser.parse("{\"text\":\" When? \",\"label\":\"hours\",\"id\":7}"))
                .isEqualTo(new Labelled("When?", "hours"));
        assertThat(RowParser.parse("{\"prompt\":\"a \",\"completion\":\" b\"}"))
                .isEqualTo(new PromptCompletion("a ", " b"));
        assertThat(RowParser.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                        + "{\"role\":\"assistant\",\"content\":\"b\"}]}"))
                .isEqualTo(new Messages(List.of(new Message("user", "a"), new Message("assistant", "b"))));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', textBlock = """
                    {"text":"a"                                       | has no label
                    {"text":"a"}                                      | has no label
                    {"text":"a","label":3}                            | label must be text, is the number 3
                    {"text":"  ","label":"b"}                         | text is empty
                    {"text":"a","label":null}                         | has no label
                    {"prompt":"a"}                                    | has no completion
                    {"messages":[]}                                   | messages must be a list of messages, is an empty list
                    {"messages":[{"role":"user","content":"a"}]}      | messages must end with an assistant message
                    {"messages":[{"role":"robot","content":"a"}]}     | messages[0]: role must be system, user or assistant, is robot
                    {"other":"a"}                                     | must have text and label
                    ["a"]                                             | must be a JSON object, is a list
                    {"text":"a","text":"b","label":"c"}               | Duplicate field 'text'
                    """)
    void a_bad_row_says_what_is_wrong(String row, String reason) {
        String expected = row.endsWith("}") || row.endsWith("]") ? reason : "is not JSON";

        assertThatExceptionOfType(BadRow.class)
                .isThrownBy(() -> RowParser.parse(row))
                .withMessageContaining(expected);
    }
}
