package io.graft.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.kit.problem.Problem;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "intents",
                "intents-2",
                "0123456789012345678901234567890123456789012345678901234567890ab"
            })
    void a_label_of_a_domain_name_is_a_model_name(String name) {
        assertThat(ModelName.of("name", name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "A",
                "a_b",
                "a.b",
                "a b",
                "ä",
                "../a",
                "compare",
                "0123456789012345678901234567890123456789012345678901234567890abc"
            })
    void anything_else_is_refused_with_the_field(String name) {
        assertThatThrownBy(() -> ModelName.of("models[1].name", name))
                .isInstanceOfSatisfying(
                        Problem.Invalid.class,
                        problem -> assertThat(problem.errors()).singleElement().satisfies(error -> {
                            assertThat(error.field()).isEqualTo("models[1].name");
                            assertThat(error.message()).contains("'" + name + "'");
                        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.0", "1", "Champion", "versions", "lineage", "latest", "metrics", ""})
    void an_alias_is_never_mistaken_for_a_version_or_a_word_of_the_path(String alias) {
        assertThat(AliasName.looksLikeOne(alias)).isFalse();
        assertThatThrownBy(() -> new AliasName(alias)).isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void tags_of_a_query_are_read_as_pairs() {
        assertThat(TagFilter.parse("team:nlp, url:http://x")).isEqualTo(Map.of("team", "nlp", "url", "http://x"));
        assertThat(TagFilter.parse(null)).isEmpty();
        assertThatThrownBy(() -> TagFilter.parse("team")).isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void if_match_lets_pass_what_the_caller_believes() {
        new IfMatch(null).check("alias", Optional.empty());
        new IfMatch("\"3\"").check("alias", Optional.of("\"3\""));
        new IfMatch("\"2\", \"3\"").check("alias", Optional.of("\"3\""));
        new IfMatch("*").check("alias", Optional.of("\"3\""));
    }

    @Test
    void if_match_stops_a_caller_who_looked_too_early() {
        assertThatThrownBy(() -> new IfMatch("\"2\"").check("alias x", Optional.of("\"3\"")))
                .isInstanceOf(Problem.Stale.class)
                .hasMessage("alias x has ETag \"3\", If-Match says \"2\"");
        assertThatThrownBy(() -> new IfMatch("*").check("alias x", Optional.empty()))
                .isInstanceOf(Problem.Stale.class)
                .hasMessage("alias x does not exist, If-Match says *");
    }
}
