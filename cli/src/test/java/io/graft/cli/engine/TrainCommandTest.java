package io.graft.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {

    @TempDir
    Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void writeRows() throws IOException {
        data = Lesson.write(folder, 12);
    }

    @Test
    void an_adapter_comes_out_with_its_metrics_and_a_summary() throws IOException {
        Path out = folder.resolve("out");
        GraftLine line = train("--eval", data, "--out", out, "-o", "json");

        assertThat(line.code()).as(line.err()).isZero();
        JsonNode summary = line.json();
        assertThat(summary.path("ending").asText()).isEqualTo("completed");
        assertThat(summary.path("steps").asInt()).isEqualTo(6);
        assertThat(summary.path("last_loss").asDouble())
                .isLessThan(summary.path("first_loss").asDouble());
        assertThat(summary.path("best_step").asInt()).isPositive();
        assertThat(out.resolve("adapter_model.safetensors")).isNotEmptyFile();
        assertThat(out.resolve("adapter_config.json")).isNotEmptyFile();
        assertThat(steps(out)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(generate(out).code()).isZero();
    }

    @Test
    void the_same_command_after_the_end_gives_the_same_adapter_and_a_fresh_one_too() throws IOException {
        Path out = folder.resolve("out");
        train("--out", out);
        byte[] adapter = Files.readAllBytes(out.resolve("adapter_model.safetensors"));

        assertThat(train("--out", out).code()).isZero();
        assertThat(out.resolve("adapter_model.safetensors")).hasBinaryContent(adapter);
        assertThat(train("--out", out, "--fresh").code()).isZero();
        assertThat(out.resolve("adapter_model.safetensors")).hasBinaryContent(adapter);
        assertThat(steps(out)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void a_checkpoint_of_another_configuration_is_refused_and_the_way_out_told() {
        Path out = folder.resolve("out");
        train("--out", out);
        GraftLine line = train("--out", out, "--set", "learning_rate=0.5");

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains("learning_rate was 0.002, is 0.5", "--fresh starts over");
    }

    @Test
    void resume_without_a_checkpoint_is_wrong_usage() {
        GraftLine line = train("--out", folder.resolve("out"), "--resume");

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains("there is no checkpoint in " + folder.resolve("out/checkpoints"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r=0|r must be at least 1, is 0",
                "learning_rat=1|learning_rat is not a known setting; did you mean learning_rate?",
                "learning_rate=fast|learning_rate must be a number, is \"fast\"",
                "target_modules=x_proj|x_proj",
                "learning_rate=-1|learning_rate must be greater than 0, is -1.0",
                "r=[|--set r: ",
            })
    void a_wrong_setting_is_wrong_usage_and_named(String setting, String problem) {
        GraftLine line = train("--out", folder.resolve("out"), "--set", setting);

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains(problem);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_setting_in_a_file_is_named_with_the_file() throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), "learning_rate: 0.1\nlora_aplha: 3\n");
        GraftLine line = train("--out", folder.resolve("out"), "--config", config);

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains(config + ": lora_aplha is not a known setting; did you mean lora_alpha?");
    }

    @Test
    void a_file_that_is_neither_yaml_nor_json_is_told_by_its_line() throws IOException {
        Path yaml = Files.writeString(folder.resolve("config.yaml"), "r: 4\nlora_alpha: [1\n");
        Path json = Files.writeString(folder.resolve("config.json"), "{\"r\": 4,\n}");

        assertThat(train("--out", folder.resolve("out"), "--config", yaml).err())
                .contains(yaml + ": line ");
        assertThat(train("--out", folder.resolve("out"), "--config", json).err())
                .contains(json + ": line 2");
        assertThat(train("--out", folder.resolve("out"), "--config", json).code())
                .isEqualTo(1);
    }

    @Test
    void a_bad_row_is_told_by_its_line() throws IOException {
        Files.writeString(data, Files.readString(data) + "{\"prompt\": 1, \"completion\": \"x\"}\n");
        GraftLine line = train("--out", folder.resolve("out"));

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains(data.toString(), "13", "prompt");
    }

    @Test
    void files_that_are_not_there_are_not_found() {
        assertThat(GraftLine.engine("train", "--base", folder.resolve("no"), "--data", data, "--out", folder)
                        .code())
                .isEqualTo(3);
        assertThat(GraftLine.engine("train", "--base", GraftLine.TINY, "--data", folder.resolve("no"), "--out", folder)
                        .code())
                .isEqualTo(3);
    }

    @Test
    void an_output_that_cannot_be_written_is_refused_before_any_work() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Path base = copyOfTiny();

        assertThat(train("--out", file).err()).contains(file + ": is no folder");
        assertThat(train("--out", file.resolve("below")).err()).contains(file + " is no folder");
        assertThat(train("--out", "").err()).contains("--out must not be empty");
        assertThat(GraftLine.engine("train", "--base", base, "--data", data, "--out", base)
                        .err())
                .contains("--out must not be the folder of --base");
        assertThat(file).hasContent("mine");
        assertThat(base.resolve("adapter_config.json")).doesNotExist();
    }

    @Test
    void a_training_that_diverges_in_its_first_step_leaves_nothing() {
        Path out = folder.resolve("out");
        GraftLine line = train("--out", out, "--set", "learning_rate=1e30");

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains("training diverged in step 1");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_folder_into_which_another_training_writes_is_refused() throws IOException {
        Path out = folder.resolve("out");
        try (MetricsFile other = MetricsFile.open(out.resolve("metrics.jsonl"))) {
            GraftLine line = train("--out", out);

            assertThat(line.code()).isEqualTo(1);
            assertThat(line.err()).contains(out + ": another training is writing here");
            assertThat(other.kept()).isEmpty();
        }
        assertThat(out).doesNotExist();
        assertThat(train("--out", out).code()).isZero();
    }

    @Test
    void a_checkpoint_of_another_precision_is_refused() {
        Path out = folder.resolve("out");
        train("--out", out);
        GraftLine line = train("--out", out, "--precision", "int8");

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains("precision was fp32, is int8", "--fresh starts over");
    }

    @Test
    void lines_of_steps_to_come_and_half_a_line_are_dropped() throws IOException {
        Path file =
                Files.writeString(folder.resolve("metrics.jsonl"), "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"st");
        try (MetricsFile metrics = MetricsFile.open(file)) {
            metrics.keepUpTo(2);
            assertThat(metrics.kept()).hasSize(2);
            metrics.add(new JsonMapper().readTree("{\"step\":3,\"new\":true}"));
        }
        assertThat(file).hasContent("{\"step\":1}\n{\"step\":2}\n{\"step\":3,\"new\":true}\n");
    }

    @Test
    void damaged_weights_are_told_by_file() throws IOException {
        Path base = copyOfTiny();
        byte[] weights = Files.readAllBytes(base.resolve("model.safetensors"));
        Files.write(base.resolve("model.safetensors"), java.util.Arrays.copyOf(weights, weights.length / 2));
        GraftLine line = GraftLine.engine("train", "--base", base, "--data", data, "--out", folder.resolve("out"));

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains(base.resolve("model.safetensors").toString());
    }

    @Test
    void an_adapter_of_another_base_is_refused() throws IOException {
        Path out = folder.resolve("out");
        train("--out", out);
        Path base = copyOfTiny();
        byte[] weights = Files.readAllBytes(base.resolve("model.safetensors"));
        weights[weights.length - 2] ^= 1;
        Files.write(base.resolve("model.safetensors"), weights);
        GraftLine line = GraftLine.engine("generate", "--base", base, "--adapter", out, "--prompt", "x");

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains("was trained on base weights with SHA-256");
    }

    @Test
    void a_training_goes_on_with_an_adapter_and_its_shape() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        double begun =
                train("--out", first, "-o", "json").json().path("first_loss").asDouble();
        double trained = goOn(first, "--out", folder.resolve("probe"), "-o", "json")
                .json()
                .path("first_loss")
                .asDouble();

        GraftLine line = goOn(first, "--out", second, "-o", "json");

        assertThat(line.code()).as(line.err()).isZero();
        assertThat(trained).isLessThan(begun);
        assertThat(new JsonMapper()
                        .readTree(second.resolve("adapter_config.json").toFile())
                        .path("r")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void a_checkpoint_that_began_with_another_adapter_is_refused() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path out = folder.resolve("out");
        train("--out", first);
        goOn(first, "--out", second);
        goOn(first, "--out", out);

        assertThat(goOn(first, "--out", out).code()).isZero();
        GraftLine line = goOn(second, "--out", out);

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains("had started from another adapter than " + second, "--fresh starts over");
    }

    @Test
    void settings_that_contradict_the_adapter_to_go_on_with_are_refused() {
        Path first = folder.resolve("first");
        train("--out", first);
        GraftLine line = goOn(first, "--out", folder.resolve("out"), "--set", "r=8");

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains("the settings ask for an adapter", "rank=8", "rank=4");
        assertThat(goOn(first, "--out", first).err()).contains("--adapter and --out must be two folders");
        assertThat(goOn(folder.resolve("no"), "--out", first).code()).isEqualTo(3);
    }

    /// A training on an adapter, whose settings say nothing of its shape.
    private GraftLine goOn(Path adapter, Object... more) {
        List<Object> all = new ArrayList<>(List.of("train", "--base", GraftLine.TINY, "--data", data));
        all.addAll(List.of("--adapter", adapter, "--set", "max_steps=2", "--set", "learning_rate=0.002"));
        all.addAll(List.of(more));
        return GraftLine.engine(all.toArray());
    }

    private Path copyOfTiny() throws IOException {
        Path base = Files.createDirectory(folder.resolve("base"));
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(GraftLine.TINY.resolve(file), base.resolve(file));
        }
        return base;
    }

    private static GraftLine generate(Path adapter) {
        return GraftLine.engine(
                "generate",
                "--base",
                GraftLine.TINY,
                "--adapter",
                adapter,
                "--prompt",
                "2 + 3 =",
                "--max-new-tokens",
                3);
    }

    private static List<Integer> steps(Path out) throws IOException {
        JsonMapper json = new JsonMapper();
        List<Integer> steps = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("metrics.jsonl"))) {
            JsonNode node = json.readTree(line);
            if (node.has("loss")) {
                steps.add(node.path("step").asInt());
            }
        }
        return steps;
    }

    private GraftLine train(Object... more) {
        List<Object> all = new ArrayList<>(Lesson.command(data, 6));
        all.addAll(List.of(more));
        return GraftLine.engine(all.toArray());
    }
}
