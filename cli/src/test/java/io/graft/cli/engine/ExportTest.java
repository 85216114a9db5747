package io.graft.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {

    @TempDir
    Path folder;

    private Path adapter = Path.of("");

    @BeforeAll
    void trainAnAdapter(@TempDir Path lesson) throws IOException {
        adapter = lesson.resolve("adapter");
        List<Object> command = new ArrayList<>(Lesson.command(Lesson.write(lesson, 12), 4));
        command.addAll(List.of("--out", adapter));
        assertThat(GraftLine.engine(command.toArray()).code()).isZero();
    }

    @Test
    void a_merged_model_writes_what_base_and_adapter_write() throws IOException {
        Path out = folder.resolve("merged");
        GraftLine line = run("merge", "--out", out, "--dtype", "float32", "-o", "json");

        assertThat(line.code()).as(line.err()).isZero();
        assertThat(line.json().path("files").toString()).contains("config.json", "model.safetensors", "tokenizer.json");
        GraftLine merged = GraftLine.engine("generate", "--base", out, "--prompt", "2 + 3 =", "--max-new-tokens", 6);
        GraftLine beside = run("generate", "--prompt", "2 + 3 =", "--max-new-tokens", 6);
        assertThat(merged.out()).isEqualTo(beside.out());
    }

    @Test
    void a_folder_that_holds_something_is_not_overwritten() throws IOException {
        Path out = Files.createDirectory(folder.resolve("there"));
        Files.writeString(out.resolve("mine"), "");
        GraftLine line = run("merge", "--out", out);

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains(out.toString(), "must be new or an empty folder");
    }

    @Test
    void a_gguf_file_is_smaller_in_16_bits() throws IOException {
        Path full = folder.resolve("full.gguf");
        Path half = folder.resolve("half.gguf");

        assertThat(run("export", "--format", "gguf", "--out", full).code()).isZero();
        JsonNode written = run("export", "--format", "gguf", "--dtype", "f16", "--out", half, "-o", "json")
                .json();

        byte[] start = Arrays.copyOf(Files.readAllBytes(full), 4);
        assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("GGUF");
        assertThat(written.path("bytes").asLong()).isEqualTo(Files.size(half)).isLessThan(Files.size(full));
    }

    @Test
    void a_file_of_another_kind_and_the_base_are_not_overwritten() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        Path gguf = folder.resolve("new/adapter.gguf");
        GraftLine line = run("export", "--format", "gguf", "--out", mine);

        assertThat(line.code()).isEqualTo(1);
        assertThat(line.err()).contains(mine + ": is there and no GGUF file, so it is not replaced");
        assertThat(mine).hasContent("mine");
        assertThat(run("export", "--format", "gguf", "--out", gguf).code()).isZero();
        assertThat(run("export", "--format", "gguf", "--out", gguf).code()).isZero();
        assertThat(run("export", "--format", "peft", "--out", GraftLine.TINY).err())
                .contains("--out must not be the folder of --base");
    }

    @Test
    void a_peft_copy_has_the_same_numbers() throws IOException {
        Path out = folder.resolve("copy");

        assertThat(run("export", "--format", "peft", "--out", out).code()).isZero();
        assertThat(out.resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(adapter.resolve("adapter_model.safetensors"));
    }

    @Test
    void options_that_do_not_fit_together_and_missing_folders_are_told() {
        Path out = folder.resolve("x");
        GraftLine half = run("export", "--format", "peft", "--dtype", "f16", "--out", out);
        GraftLine missing =
                GraftLine.engine("merge", "--base", GraftLine.TINY, "--adapter", folder.resolve("none"), "--out", out);

        assertThat(half.code()).isEqualTo(2);
        assertThat(half.err()).contains("--dtype must be f32 with --format peft, is f16");
        assertThat(missing.code()).isEqualTo(3);
    }

    private GraftLine run(String command, Object... more) {
        List<Object> all = new ArrayList<>(List.of(command, "--base", GraftLine.TINY, "--adapter", adapter));
        all.addAll(List.of(more));
        return GraftLine.engine(all.toArray());
    }
}
