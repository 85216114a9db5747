package io.graft.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the recorded chats and templates do not show.
class ChatTemplateTest {

    private static String rendered(String template, Map<String, ?> variables) {
        return new ChatTemplate(template, Map.of("bos_token", "<s>")).render(List.of(), variables);
    }

    @Test
    void a_template_sees_special_tokens_and_variables_of_its_own() {
        assertThat(rendered("{{ bos_token }}{% if quiet %}hush{% endif %}", Map.of("quiet", true)))
                .isEqualTo("<s>hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "not missing ~~ default(true)|no",
                "not a == 'x'|no",
                "not (a == 'x') or true|yes",
                "a is not none and 'y' not in a|yes",
                "not a.startswith('y') and not false|yes",
                "' x '.strip() == a and 'xxa'.lstrip('x') == 'a'|yes",
                "'a--b--c'.split('--')[-1] == 'c'|yes",
                "[1, 2, 3][::-1][0] == 3|yes",
                "namespace(n=a ~~ length - 1).n == 0|yes",
            })
    void expressions_mean_what_they_mean_in_python(String expression, String expected) {
        String template = "{% if " + expression.replace("~~", "|") + " %}yes{% else %}no{% endif %}";
        assertThat(rendered(template, Map.of("a", "x"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{% for x in [1, 2, 3] if x != 2 %}<{{ x }}>{% endfor %}|<1><3>",
                "{% for x in [1, 2] if x > 1 %}{% for y in [3, 4] %}{{ x }}{{ y }} {% endfor %}{% endfor %}.|23 24 .",
                "a {#- gone -#} b {# gone #} c|ab  c",
                "z {% if true %}y{% endif %}{{ 1 }} {% if true %} q{% endif %}.|z y1  q.",
            })
    void conditions_of_loops_and_comments_are_jinjas(String template, String expected) {
        assertThat(rendered(template, Map.of())).isEqualTo(expected);
    }

    @Test
    void json_is_written_as_python_writes_it() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "é \"quoted\" <b> & 'c'\n\u0001");
        value.put("list", List.of(1, 2.5, true));
        value.put("none", null);
        value.put("empty", Map.of());
        Map<String, Object> variables = Map.of("value", value);
        assertThat(rendered("{{ value | tojson }}", variables))
                .isEqualTo(
                        "{\"text\": \"é \\\"quoted\\\" <b> & 'c'\\n\\u0001\", \"list\": [1, 2.5, true], \"none\": null,"
                                + " \"empty\": {}}");
        assertThat(rendered("{{ value.list | tojson(indent=2) }}", variables)).isEqualTo("[\n  1,\n  2.5,\n  true\n]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}|does not end",
                "{% for a in range(99999) %}{% set x = 'abc' * 5000000 %}{% endfor %}|does not end",
                "{% set n = namespace(x='ab') %}{% for a in range(99) %}{% set n.x = n.x ~~ n.x %}{% endfor %}|a text of",
                "{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}|a list of",
            })
    void a_template_that_never_ends_or_grows_without_end_is_refused(String template, String problem) {
        assertThatThrownBy(() -> rendered(template.replace("~~", "~"), Map.of()))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void a_template_whose_expressions_lie_too_deep_in_each_other_is_refused() {
        String brackets = "{{ " + "(".repeat(99_999) + "1" + ")".repeat(99_999) + " }}";
        String sum = "{{ 1" + "+1".repeat(99_999) + " }}";
        for (String template : List.of(brackets, sum)) {
            assertThatThrownBy(() -> rendered(template, Map.of()))
                    .isInstanceOf(ChatTemplateException.class)
                    .hasMessageContaining("too deep in each other");
        }
    }

    @Test
    void a_refusal_is_told_in_the_words_of_the_template() {
        ChatTemplate template = new ChatTemplate("{{ raise_exception('only ' ~ 1 ~ ' message') }}", Map.of());
        assertThatThrownBy(() -> template.render(List.of(), Map.of()))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessage("only 1 message");
    }

    @Test
    void a_template_tells_the_time_in_pythons_directives() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-07T15:04:09.25Z"), ZoneOffset.UTC);
        String template = "{{ strftime_now('%Y-%m-%d|%d %b %Y|%A, %B %-d|%y %j %e|%H:%M:%S %I %p|100%%') }}";
        assertThat(new ChatTemplate(template, Map.of(), clock).render(List.of(), Map.of()))
                .isEqualTo("2026-03-07|07 Mar 2026|Saturday, March 7|26 066  7|15:04:09 03 PM|100%");
        assertThatThrownBy(() -> rendered("{{ strftime_now('%Q') }}", Map.of()))
                .hasMessage("strftime_now: the directive %Q is not supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a~{% include 'b' %}|line 2: Encountered unknown tag 'include'. Known here are: if,",
                "{% block a %}{% endblock %}|line 1: Encountered unknown tag 'block'. Known here are: if,",
                "{% for x in [1] recursive %}{% endfor %}|line 1: recursive loops are not supported",
                "~~{{ messages !! pprint }}|line 3: No filter named 'pprint'. These are known here: [abs,",
                "~{% if messages is escaped %}{% endif %}|line 2: No test named 'escaped'. These are known here: [!=,",
                "{% for x in [1] %}~~{{ x.y.z }}{% endfor %}|line 3: 'int object' has no attribute 'y'",
                "{{ 9223372036854775807 + 1 }}|line 1: whole numbers beyond 64 bits are not supported: ",
            })
    void what_is_refused_is_named_with_its_line(String template, String told) {
        String source = template.replace('~', '\n').replace("!!", "|");
        assertThatThrownBy(() -> rendered(source, Map.of()))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageStartingWith("chat template, " + told);
    }

    @Test
    void a_template_cannot_take_all_memory() {
        assertThatThrownBy(() -> rendered("{{ 'x' * 100000000 }}", Map.of()))
                .hasMessageContaining("a product of more than 16777216 characters");
        assertThatThrownBy(() -> rendered(
                        "{% for i in range(99999) %}{% for j in range(99999) %}{{ 'x' * 99999 }}{% endfor %}{% endfor %}",
                        Map.of()))
                .hasMessage("chat template, line 1: more than 16777216 characters");
        assertThatThrownBy(() -> rendered("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", Map.of()))
                .hasMessage("chat template, line 1: maximum recursion depth exceeded");
    }

    @Test
    void a_message_that_is_continued_ends_the_text() {
        ChatTemplate plain = new ChatTemplate("{% for m in messages %}[{{ m.content }}]{% endfor %}", Map.of());
        ChatTemplate trimmed =
                new ChatTemplate("{% for m in messages %}[{{ m.content | trim }}]{% endfor %}", Map.of());
        List<Map<String, String>> messages = List.of(Map.of("content", "one"), Map.of("content", "two  "));
        assertThat(plain.renderContinued(messages, Map.of())).isEqualTo("[one][two  ");
        assertThat(trimmed.renderContinued(messages, Map.of())).isEqualTo("[one][two");
        assertThatThrownBy(() -> plain.renderContinued(List.of(), Map.of())).isInstanceOf(ChatTemplateException.class);
    }

    @Test
    void a_message_that_the_template_cuts_or_rewrites_cannot_be_continued() {
        List<Map<String, String>> messages = List.of(Map.of("role", "assistant", "content", "a thought # an answer"));
        ChatTemplate cutting = new ChatTemplate("{{ messages[-1].content.split('#')[-1] }}", Map.of());
        assertThatThrownBy(() -> cutting.renderContinued(messages, Map.of()))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("or a part of it");
        ChatTemplate rewriting = new ChatTemplate("{{ messages[-1].content | title }}", Map.of());
        assertThatThrownBy(() -> rewriting.renderContinued(messages, Map.of()))
                .isInstanceOf(ChatTemplateException.class);
    }
}
