package io.graft.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the check makes of folders that are not as they should be.
class CheckedFolderTest {

    @TempDir
    Path set;

    private Path model;
    private final List<CaseResult> results = new ArrayList<>();

    @BeforeEach
    void copyModel() throws IOException {
        Path source = Reference.oracles().resolve("llama");
        model = set.resolve("of another name");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = model.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private CheckSummary check(Path folder) throws IOException {
        results.clear();
        return new ReferenceCheck().run(folder, results::add);
    }

    private CaseResult of(String title) {
        return results.stream()
                .filter(result -> result.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title + " is not among " + results));
    }

    private static void replace(Path file, String old, String by) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, by));
    }

    @Test
    void a_set_and_a_model_by_itself_have_the_same_cases() throws IOException {
        CheckSummary ofSet = check(set);
        List<String> titles = results.stream().map(CaseResult::title).toList();
        assertThat(check(model)).isEqualTo(ofSet);
        assertThat(results.stream().map(CaseResult::title).toList()).isEqualTo(titles);
        assertThat(ofSet.allWithin()).isTrue();
        assertThat(ofSet.line()).isEqualTo(titles.size() + " of " + titles.size() + " cases within tolerance");
    }

    @Test
    void a_number_that_is_wrong_by_little_is_outside() throws IOException {
        replace(model.resolve("expected/loss.json"), "\"loss\": ", "\"loss\": 0.0001, \"was\": ");
        CheckSummary summary = check(set);
        assertThat(of("of another name loss").verdict()).isEqualTo(CaseResult.Verdict.OUTSIDE);
        assertThat(summary.within()).isEqualTo(summary.cases() - 1);
    }

    @Test
    void parts_that_are_missing_are_not_asked_for() throws IOException {
        Files.delete(model.resolve("expected/loss.json"));
        Files.delete(model.resolve("expected/lora/short/grads_step1.safetensors"));
        Files.delete(model.resolve("expected/lora/short/adapter_final/adapter_model.safetensors"));
        Files.delete(model.resolve("expected/lora/short/adapter_final/adapter_config.json"));
        Files.delete(model.resolve("expected/lora/short/adapter_final"));
        assertThat(check(set).allWithin()).isTrue();
        assertThat(results).noneMatch(result -> result.title().contains("final adapter"));
    }

    @Test
    void a_file_that_is_not_known_is_a_failed_case() throws IOException {
        Files.writeString(model.resolve("expected/attention.json"), "{}");
        Files.writeString(set.resolve("notes.txt"), "");
        CheckSummary summary = check(set);
        assertThat(of("of another name/expected/attention.json").verdict()).isEqualTo(CaseResult.Verdict.FAILED);
        assertThat(of("notes.txt").verdict()).isEqualTo(CaseResult.Verdict.FAILED);
        assertThat(summary.within()).isEqualTo(summary.cases() - 2);
    }

    @Test
    void a_training_option_that_is_not_known_is_a_failed_case_with_its_reason() throws IOException {
        replace(model.resolve("expected/lora/short/run.json"), "AdamW", "Lion");
        assertThat(check(set).allWithin()).isFalse();
        assertThat(of("of another name/lora/short training").reason()).contains("optimizer.name", "AdamW", "Lion");
    }

    @Test
    void a_sequence_without_labels_changes_nothing() throws IOException {
        Path batches = model.resolve("expected/lora/batches.json");
        String more = Files.readString(batches)
                .replace("\"input_ids\": [", "\"input_ids\": [[5, 6, 7], ")
                .replace("\"attention_mask\": [", "\"attention_mask\": [[1, 1, 0], ")
                .replace("\"labels\": [", "\"labels\": [[5, -100, -100], ");
        Files.writeString(batches, more);
        assertThat(check(set).allWithin()).isTrue();
    }

    @Test
    void a_model_that_cannot_be_loaded_fails_its_cases_and_no_others() throws IOException {
        replace(model.resolve("config.json"), "\"llama\"", "\"abacus\"");
        CheckSummary summary = check(set);
        assertThat(of("of another name logits").reason()).contains("abacus");
        assertThat(of("of another name greedy text").passed()).isTrue();
        assertThat(summary.within()).isPositive().isLessThan(summary.cases());
    }

    @Test
    void a_folder_without_recorded_results_has_no_cases() throws IOException {
        Path empty = Files.createDirectory(set.resolve("empty"));
        assertThat(check(empty)).isEqualTo(CheckSummary.NONE);
        Files.writeString(empty.resolve("letter.txt"), "hello");
        assertThat(check(empty)).isEqualTo(CheckSummary.NONE);
        assertThat(results).isEmpty();
    }
}
