package io.graft.modelserver.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.tokenizer.Tokenizer;
import io.graft.modelserver.TestAdapters;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenNamesTest {

    private final Tokenizer tokenizer = Tokenizer.load(TestAdapters.MODELS.resolve("graft-tiny"));
    private final TokenNames names = new TokenNames(tokenizer);

    TokenNamesTest() throws IOException {}

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void a_token_that_is_text_is_called_by_it() {
        int[] ids = tokenizer.encodePlain("the old man");

        assertThat(Arrays.stream(ids).mapToObj(names::name)).containsSubsequence(" old", " man");
    }

    @Test
    void bytes_that_are_no_character_by_themselves_are_spelled() {
        int[] ids = tokenizer.encodePlain("🙂");

        assertThat(ids).as("the vocabulary lacks it").hasSizeGreaterThan(1);
        assertThat(Arrays.stream(ids).mapToObj(names::name).toList().toString())
                .contains("\\xf0")
                .doesNotContain("\ufffd");
        assertThat(Arrays.stream(ids).mapToObj(names::bytes).flatMap(List::stream))
                .endsWith(0xf0, 0x9f, 0x99, 0x82);
        assertThat(Arrays.stream(ids).skip(1).map(names::characters).sum() + names.characters(ids[0]))
                .isBetween(1, 2); // the tokenizer may put a space in front
    }
}
