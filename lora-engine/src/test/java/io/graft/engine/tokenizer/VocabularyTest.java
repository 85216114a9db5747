package io.graft.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {

    @TempDir
    Path folder;

    private Path tokenizer(String vocabulary, String added) throws IOException {
        String text = "{\"model\":{\"vocab\":" + vocabulary + "},\"added_tokens\":" + added + "}";
        return Files.writeString(folder.resolve("tokenizer.json"), text);
    }

    @Test
    void the_tokenizer_of_a_model_fits_it() throws IOException {
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        try (Tokenizer tokenizer = model.tokenizer()) {
            assertThat(tokenizer.encode("Hello")).isNotEmpty();
        }
    }

    @Test
    void a_tokenizer_with_ids_that_the_model_does_not_know_is_refused() {
        Path model = Reference.bundled().folder();
        assertThatThrownBy(() -> Tokenizer.load(model, 500).close())
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(model.resolve("tokenizer.json") + ": token \"")
                .hasMessageContaining("but the model knows ids from 0 to 499 (vocab_size 500)")
                .hasMessageEndingWith("tokenizer and model do not belong together");
    }

    @Test
    void pieces_of_a_unigram_model_are_numbered_by_their_place() throws IOException {
        Vocabulary vocabulary = Vocabulary.read(tokenizer("[[\"a\",-1.0],[\"b\",-2.0]]", "[]"));
        vocabulary.requireWithin(2);
        assertThatThrownBy(() -> vocabulary.requireWithin(1)).hasMessageContaining("token \"b\" has id 1");
    }

    @Test
    void an_added_token_may_be_unknown_to_the_model_unless_it_has_a_role() throws IOException {
        Vocabulary vocabulary =
                Vocabulary.read(tokenizer("{\"a\":0,\"<image>\":1}", "[{\"id\":1,\"content\":\"<image>\"}]"));
        vocabulary.requireWithin(1);
        assertThatThrownBy(() -> vocabulary.requireWithin(java.util.Map.of("eos_token", "<image>"), 1))
                .hasMessageContaining("token \"<image>\" has id 1");
    }
}
