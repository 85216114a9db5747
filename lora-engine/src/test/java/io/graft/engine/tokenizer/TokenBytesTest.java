package io.graft.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.reference.Reference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBytesTest {

    private static final String TEXT = "The old man's 42 dogs went: «naïve» Ωμέγα 漢字 🙂👩‍🚀!\n\tend";

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void the_bytes_of_a_texts_tokens_are_the_text(String model) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(Reference.oracle(model).folder())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int id : tokenizer.encodePlain(TEXT)) {
                bytes.writeBytes(tokenizer.bytes(id));
            }
            assertThat(bytes.toString(StandardCharsets.UTF_8).stripLeading()).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-tied", "llama", "qwen2"})
    void special_tokens_are_their_own_text_and_unknown_ids_have_none(String model) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(Reference.oracle(model).folder())) {
            int end = tokenizer.end().orElseThrow();
            assertThat(new String(tokenizer.bytes(end), StandardCharsets.UTF_8))
                    .isEqualTo(tokenizer.endText().orElseThrow());
            assertThat(tokenizer.bytes(-1)).isEmpty();
            assertThat(tokenizer.bytes(1_000_000)).isEmpty();
        }
    }

    @Test
    void pieces_of_a_metaspace_vocabulary_keep_the_space_before_a_word() throws IOException {
        JsonNode tokenizer = new ObjectMapper().readTree("""
                {"model": {"vocab": [["<unk>", 0], ["▁word", -1.5], ["<0xE2>", -2]]},
                 "decoder": {"type": "Metaspace", "replacement": "▁"},
                 "added_tokens": [{"id": 2000000000, "content": "far away"}]}""");
        TokenBytes bytes = TokenBytes.of(tokenizer, Set.of(2));
        assertThat(bytes.of(1)).isEqualTo(" word".getBytes(StandardCharsets.UTF_8));
        assertThat(bytes.of(2)).containsExactly(0xe2);
        assertThat(bytes.of(2_000_000_000)).isEmpty();
    }
}
