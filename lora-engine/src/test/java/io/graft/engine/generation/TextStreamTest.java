package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pieces of a text that is written token by token, with tokenizers of all kinds.
class TextStreamTest {

    private static List<String> pieces(Tokenizer tokenizer, TextStream stream, int... ids) {
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(stream.add(id));
        }
        pieces.add(stream.finish());
        assertThat(String.join("", pieces)).isEqualTo(stream.text());
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama3", "qwen", "normalizer", "metaspace", "gemma"})
    void characters_that_span_tokens_come_whole(String kind) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(Reference.oracles().resolve("tokenizers/" + kind))) {
            String text = "Ünïcödé — 日本 🌱 and plain words";
            TextStream stream = new TextStream(tokenizer, List.of());
            List<String> pieces = pieces(tokenizer, stream, tokenizer.encodePlain(text));
            assertThat(stream.text()).isEqualTo(text);
            assertThat(pieces).noneMatch(piece -> piece.contains("\uFFFD"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama3", "qwen", "normalizer", "metaspace", "gemma"})
    void any_tokens_in_any_order_give_the_text_of_all_of_them(String kind) throws IOException {
        Random random = new Random(7);
        try (Tokenizer tokenizer = Tokenizer.load(Reference.oracles().resolve("tokenizers/" + kind))) {
            for (int round = 0; round < 200; round++) {
                int[] ids = random.ints(40, 0, 290).toArray();
                TextStream stream = new TextStream(tokenizer, List.of());
                pieces(tokenizer, stream, ids);
                assertThat(stream.text()).isEqualTo(tokenizer.decodePlain(ids));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "metaspace"})
    void a_stop_text_ends_the_text_before_it_as_soon_as_it_is_there(String kind) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(Reference.oracles().resolve("tokenizers/" + kind))) {
            TextStream stream = new TextStream(tokenizer, List.of("\n"));
            int[] ids = tokenizer.encodePlain("one line\nanother");
            int count = 0;
            while (!stream.stopped()) {
                stream.add(ids[count++]);
            }
            stream.finish();
            assertThat(stream.text()).isEqualTo("one line");
            assertThat(tokenizer.decodePlain(java.util.Arrays.copyOf(ids, count)))
                    .isEqualTo("one line\n");
        }
    }
}
