package io.graft.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every expectation is what Python's `re.fullmatch` says.
class PythonPatternTest {

    static Stream<Arguments> matching() {
        return Stream.of(
                Arguments.of(".*q_proj", "model.layers.0.self_attn.q_proj"),
                Arguments.of("model\\.layers\\.[01]\\.(?P<a_b>self_attn|mlp)\\.\\w+", "model.layers.1.mlp.up_proj"),
                Arguments.of("(?P<x>l)a(?P=x)?yer", "layer"),
                Arguments.of("a{,2}b", "aab"),
                Arguments.of("a{b", "a{b"),
                Arguments.of("a{2}{", "aa{"),
                Arguments.of("a{}", "a{}"),
                Arguments.of("a{,}", "aaa"),
                Arguments.of("(?:a|b){1,}", "ab"),
                Arguments.of("a++", "aaa"),
                Arguments.of("[]a]+", "]a"),
                Arguments.of("[^]]", "a"),
                Arguments.of("[a-c&&b]", "&"),
                Arguments.of("[\\w.]+", "a.b"),
                Arguments.of("[\\b]", "\b"),
                Arguments.of("\\Aq\\Z", "q"),
                Arguments.of("\\x71_\\u0070roj", "q_proj"),
                Arguments.of("a\\0b", "a\0b"),
                Arguments.of("\\v", "\u000b"),
                Arguments.of("(a)(b)\\2", "abb"),
                Arguments.of("(?i)Q_PROJ", "q_proj"),
                Arguments.of("(?i:Q)_proj", "q_proj"),
                Arguments.of("(?#note)q", "q"),
                Arguments.of("(?<=q)_proj|k", "k"),
                Arguments.of("\\-\\_", "-_"));
    }

    @ParameterizedTest
    @MethodSource("matching")
    void expressions_of_python_match_what_they_match_there(String expression, String text) {
        assertThat(PythonPattern.compile(expression).matcher(text).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[a]&&b]", "q_proj$x", "a.b"})
    void and_nothing_else(String expression) {
        assertThat(PythonPattern.compile(expression).matcher("[&b]").matches()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?(1)a|b)",
                "\\p{L}",
                "\\z",
                "\\Qa",
                "(?x)a",
                "a(?i)b",
                "[a",
                "(a",
                "a\\",
                "(?<n>a)",
                "*a",
                "(?P=zz)",
                "\\h",
                "\\xZ"
            })
    void what_python_does_not_know_or_java_cannot_do_is_refused(String expression) {
        assertThatThrownBy(() -> PythonPattern.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expression);
    }
}
