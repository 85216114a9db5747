package io.graft.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    private static final Path RECORDED =
            Path.of(System.getProperty("graft.root"), "lora-engine/src/test/resources/oracles/llama-tied");

    @TempDir
    Path folder;

    @Test
    void recorded_results_are_met_and_the_last_line_says_so() throws IOException {
        copy("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "expected/generate.json");
        GraftLine line = GraftLine.engine("check", folder);

        List<String> lines = line.out().lines().toList();
        assertThat(line.code()).isZero();
        assertThat(lines).hasSizeGreaterThan(2);
        assertThat(lines.getFirst()).startsWith("within ").contains("worst", "tolerance");
        assertThat(lines.getLast()).matches("(\\d+) of \\1 cases within tolerance");
    }

    @Test
    void a_result_that_differs_is_shown_and_fails() throws IOException {
        copy("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "expected/generate.json");
        Path file = folder.resolve("expected/generate.json");
        JsonMapper json = new JsonMapper();
        JsonNode recorded = json.readTree(file.toFile());
        ((ArrayNode) recorded.path("cases").path(0).path("new_ids")).set(3, IntNode.valueOf(1));
        Files.writeString(file, recorded.toString());

        GraftLine line = GraftLine.engine("check", folder, "-o", "json");

        assertThat(line.code()).isEqualTo(1);
        JsonNode report = line.json();
        assertThat(report.path("within").asInt())
                .isLessThan(report.path("cases").asInt());
        assertThat(report.path("results").findValuesAsText("verdict")).contains("outside", "within");
    }

    @Test
    void a_folder_without_recorded_results_is_wrong_usage() {
        GraftLine line = GraftLine.engine("check", folder);

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.out()).isEqualToIgnoringNewLines("0 of 0 cases within tolerance");
    }

    @Test
    void a_missing_folder_is_not_found() {
        assertThat(GraftLine.engine("check", folder.resolve("none")).code()).isEqualTo(3);
    }

    private void copy(String... files) throws IOException {
        for (String file : files) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(RECORDED.resolve(file), target);
        }
    }
}
