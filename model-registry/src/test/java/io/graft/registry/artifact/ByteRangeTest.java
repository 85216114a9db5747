package io.graft.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.registry.artifact.ByteRange.Part;
import io.graft.registry.artifact.ByteRange.Unsatisfiable;
import io.graft.registry.artifact.ByteRange.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @Test
    void a_range_says_its_first_and_last_byte() {
        assertThat(ByteRange.parse("bytes=0-0", 10)).isEqualTo(new Part(0, 0));
        assertThat(ByteRange.parse("bytes=2-5", 10)).isEqualTo(new Part(2, 5));
        assertThat(new Part(2, 5).length()).isEqualTo(4);
    }

    @Test
    void a_range_ends_with_the_file() {
        assertThat(ByteRange.parse("bytes=7-", 10)).isEqualTo(new Part(7, 9));
        assertThat(ByteRange.parse("bytes=7-99", 10)).isEqualTo(new Part(7, 9));
    }

    @Test
    void a_suffix_counts_from_the_end() {
        assertThat(ByteRange.parse("bytes=-3", 10)).isEqualTo(new Part(7, 9));
        assertThat(ByteRange.parse("bytes=-30", 10)).isEqualTo(new Part(0, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
    void outside_of_the_file_is_unsatisfiable(String header) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void an_empty_file_has_no_range() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-1", 0)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "rows=0-1", "bytes=a-b"})
    void what_cannot_be_read_asks_for_the_whole_file(String header) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new Whole());
        assertThat(ByteRange.parse(null, 10)).isEqualTo(new Whole());
    }
}
