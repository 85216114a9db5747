package io.graft.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.kit.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNumberTest {

    @Test
    void versions_rank_as_semantic_versioning_says() {
        List<VersionNumber> rising = List.of(
                        "0.9.9",
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.0.1",
                        "1.2.0",
                        "1.10.0",
                        "2.0.0")
                .stream()
                .map(VersionNumber::parse)
                .toList();
        assertThat(rising.reversed().stream().sorted()).containsExactlyElementsOf(rising);
        assertThat(rising.get(1).isHigherThan(rising.get(1))).isFalse();
    }

    @Test
    void the_next_version_is_the_next_minor_one() {
        assertThat(VersionNumber.parse("1.9.4").nextMinor()).hasToString("1.10.0");
        assertThat(VersionNumber.parse("2.0.0-rc.1").nextMinor()).hasToString("2.1.0");
        assertThat(VersionNumber.FIRST).hasToString("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0", "1.2.3", "1.0.0-rc.1", "1.0.0-0a", "999999999.0.0"})
    void a_version_is_written_as_it_was_read(String text) {
        assertThat(VersionNumber.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.0",
                "v1.0.0",
                "1.0.0.0",
                "01.0.0",
                "1.0.0-",
                "1.0.0-01",
                "1.0.0+build",
                "1.0.0-a..b",
                "9999999999.0.0",
                "1.0.0-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anything_else_is_no_version(String text) {
        assertThatThrownBy(() -> VersionNumber.parse(text))
                .isInstanceOfSatisfying(
                        Problem.Invalid.class,
                        problem -> assertThat(problem.errors().getFirst().message())
                                .contains("'" + text + "'"));
    }
}
