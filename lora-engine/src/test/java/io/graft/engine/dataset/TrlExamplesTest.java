package io.graft.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.Example;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Examples against those that TRL's `SFTTrainer` makes of the same rows; `bench/oracles/sft_oracles.py`
/// recorded them.
class TrlExamplesTest {

    @TempDir
    Path work;

    private final JsonNode recorded;

    TrlExamplesTest() throws IOException {
        try (InputStream file = Objects.requireNonNull(TrlExamplesTest.class.getResourceAsStream("/sft/trl.json"))) {
            recorded = new ObjectMapper().readTree(file);
        }
    }

    private List<Example> examples(JsonNode rows, LossOn lossOn) throws IOException {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(row.toString()));
        Path file = Files.write(work.resolve("rows.jsonl"), lines);
        Path model = Path.of(System.getProperty("graft.root", "..")).resolve("models/graft-tiny");
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            ExampleConfig config = new ExampleConfig(recorded.path("max_length").asInt(), lossOn);
            return Examples.read(file, tokenizer, config).examples();
        }
    }

    private static List<Example> expected(JsonNode examples) {
        List<Example> expected = new ArrayList<>();
        examples.forEach(example ->
                expected.add(Example.of(Reference.ints(example.path("ids")), Reference.ints(example.path("labels")))));
        return expected;
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts", "completions", "conversations", "turns"})
    void ids_and_labels_equal_those_of_trl(String name) throws IOException {
        JsonNode expected = recorded.path("cases").path(name);
        assertThat(examples(expected.path("rows"), LossOn.AUTOMATIC))
                .isNotEmpty()
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(expected(expected.path("examples")));
    }

    @Test
    void everything_counts_where_completion_only_loss_is_off() throws IOException {
        JsonNode expected = recorded.path("cases").path("completions");
        assertThat(examples(expected.path("rows"), LossOn.EVERYTHING))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(expected(expected.path("everything")));
    }
}
