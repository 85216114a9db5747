package io.graft.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFilesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void twoShards() throws IOException {
        shard("x-1.safetensors", "a", 1);
        shard("x-2.safetensors", "b", 2);
        index("{\"a\":\"x-1.safetensors\",\"b\":\"x-2.safetensors\"}");
    }

    private void shard(String file, String tensor, float value) throws IOException {
        new SafetensorsWriter(Map.of(tensor, Matrix.of(new float[] {value}, 1, 1)), Map.of())
                .write(folder.resolve(file));
    }

    private Path index(String weightMap) throws IOException {
        return Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\":" + weightMap + "}");
    }

    private void refuses(String problem) {
        assertThatThrownBy(() -> WeightFiles.open(folder).close())
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void shards_are_read_through_their_index() throws IOException {
        try (WeightFiles weights = WeightFiles.open(folder)) {
            assertThat(weights.read("a", 1, 1)).containsExactly(1);
            assertThat(weights.read("b", 1, 1)).containsExactly(2);
        }
        String digest = WeightFiles.digest(folder);
        assertThat(digest).hasSize(64);
        shard("x-2.safetensors", "b", 3);
        assertThat(WeightFiles.digest(folder)).isNotEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"../secret.safetensors\"",
                "\"..\"",
                "\".\"",
                "\"\"",
                "\"/etc/passwd\"",
                "\"sub/x.safetensors\"",
                "\"x\\\\y.safetensors\"",
                "\"x\\u0000.safetensors\"",
                "\"pytorch_model.bin\"",
                "1",
                "null"
            })
    void an_index_names_only_weights_files_of_its_folder(String name) throws IOException {
        index("{\"a\":" + name + "}");
        refuses("weight_map must name safetensors files of this folder, names " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"x-1.safetensors\"", "null"})
    void an_index_names_at_least_one_file(String weightMap) throws IOException {
        index(weightMap);
        refuses("weight_map must name at least one file");
    }

    @Test
    void a_shard_that_is_missing_is_named() throws IOException {
        index("{\"a\":\"x-1.safetensors\",\"c\":\"x-3.safetensors\"}");
        refuses("weight_map names x-3.safetensors, which is missing");
    }

    @Test
    void a_tensor_that_is_not_where_the_index_says_is_named() throws IOException {
        index("{\"a\":\"x-2.safetensors\",\"b\":\"x-1.safetensors\"}");
        refuses("tensor a: weight_map says x-2.safetensors, but x-1.safetensors holds it");
        index("{\"a\":\"x-1.safetensors\",\"c\":\"x-2.safetensors\"}");
        refuses("tensor c: weight_map says x-2.safetensors, but no file holds it");
    }

    @Test
    void a_tensor_in_two_shards_is_refused() throws IOException {
        shard("x-2.safetensors", "a", 2);
        refuses("tensor a: is also in x-1.safetensors");
    }

    @Test
    void links_may_lead_out_of_the_folder_as_in_the_cache_of_the_hub(@TempDir Path blobs) throws IOException {
        Path blob = Files.move(folder.resolve("x-1.safetensors"), blobs.resolve("0123"));
        Files.createSymbolicLink(folder.resolve("x-1.safetensors"), blob);
        try (WeightFiles weights = WeightFiles.open(folder)) {
            assertThat(weights.read("a", 1, 1)).containsExactly(1);
        }
        Files.delete(blob);
        refuses("weight_map names x-1.safetensors, which is missing");
    }

    @Test
    void an_index_that_is_not_json_text_is_refused_with_its_line() throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\n\"weight_map\": {\"a\": }}");
        refuses("line 2: Unexpected character");
        Files.write(index, new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'});
        refuses("line 1: Invalid UTF-8");
        Files.writeString(index, "{\"weight_map\":{\"a\":\"x-1.safetensors\"}} {}");
        refuses("line 1: something follows the end of the value");
        Files.write(index, "{}".getBytes(java.nio.charset.Charset.forName("UTF-32BE")));
        refuses("weight_map must name at least one file");
        Files.write(index, new byte[] {0, 0, 0, '{', 0x7F, 0, 0, 0});
        refuses("is not UTF-8 text");
    }

    @Test
    void a_folder_without_weights_says_what_is_missing(@TempDir Path empty) {
        assertThatThrownBy(() -> WeightFiles.open(empty).close())
                .hasMessage(empty + ": holds neither model.safetensors nor model.safetensors.index.json");
    }

    @Test
    void a_folder_in_the_place_of_a_file_is_refused_by_its_name() throws IOException {
        Files.createDirectory(folder.resolve("model.safetensors"));
        refuses("model.safetensors: is a folder, must be a file");
        Path json = Files.createDirectory(folder.resolve("config.json"));
        assertThatThrownBy(() -> JsonFiles.read(json)).hasMessage(json + ": is a folder, must be a file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": [|Unexpected end-of-input: expected close marker for Array",
                "{} {}|something follows the end of the value",
                "{\"a\": NaN}|Non-standard token 'NaN'",
            })
    void what_is_wrong_with_json_is_told_without_the_names_of_the_parsers_switches(String text, String problem)
            throws IOException {
        Path json = Files.writeString(folder.resolve("config.json"), text);
        assertThatThrownBy(() -> JsonFiles.read(json)).hasMessage(json + ": line 1: " + problem);
    }
}
