package io.graft.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.training.dataset.RecordSplitter.Quoting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {

    @Test
    void lines_end_in_any_of_the_usual_ways() throws IOException {
        assertThat(records("a\r\nb\n\nc", Quoting.NONE)).containsExactly("1:a", "2:b", "3:", "4:c");
    }

    @Test
    void a_quoted_field_may_hold_line_ends_and_doubled_quotes() throws IOException {
        assertThat(records("x,\"a\nb \"\"c\"\"\n\"\nd,e", Quoting.CSV))
                .containsExactly("1:x,\"a\nb \"\"c\"\"\n\"", "4:d,e");
    }

    @Test
    void a_quote_inside_a_plain_field_means_nothing() throws IOException {
        assertThat(records("5\" disk,a\nb,c", Quoting.CSV)).containsExactly("1:5\" disk,a", "2:b,c");
    }

    @Test
    void one_record_that_is_too_long_spoils_itself_alone() throws IOException {
        assertThat(records("a\n" + "b".repeat(200) + "\nc", Quoting.NONE))
                .containsExactly("1:a", "2!is longer than 100 bytes", "3:c");
    }

    @Test
    void one_record_that_is_not_utf_8_spoils_itself_alone() throws IOException {
        byte[] bytes = {'a', '\n', (byte) 0xc3, (byte) 0x28, '\n', 'c'};

        assertThat(records(bytes, Quoting.NONE)).containsExactly("1:a", "2!is not UTF-8", "3:c");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_text() throws IOException {
        assertThat(records("\uFEFFa\nb", Quoting.NONE)).containsExactly("1:a", "2:b");
    }

    private static List<String> records(String text, Quoting quoting) throws IOException {
        return records(text.getBytes(StandardCharsets.UTF_8), quoting);
    }

    private static List<String> records(byte[] bytes, Quoting quoting) throws IOException {
        RecordSplitter splitter = new RecordSplitter(new ByteArrayInputStream(bytes), quoting, 100);
        List<String> records = new ArrayList<>();
        while (splitter.next()) {
            try {
                records.add(splitter.line() + ":" + splitter.text());
            } catch (BadRow e) {
                records.add(splitter.line() + "!" + e.reason());
            }
        }
        return records;
    }
}
