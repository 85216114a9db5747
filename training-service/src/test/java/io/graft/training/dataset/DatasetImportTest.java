package io.graft.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.training.TrainingApi.QualityReport;
import io.graft.contracts.training.TrainingApi.RejectedRow;
import io.graft.training.dataset.DatasetImport.Imported;
import io.graft.training.dataset.DatasetImport.Upload;
import io.graft.training.dataset.DatasetImport.UploadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetImportTest {

    private static final Limits LIMITS = new Limits(1 << 16, 1_000, 10, 0.5);

    @TempDir
    Path folder;

    @Test
    void duplicates_and_leaks_leave_train_and_every_row_is_accounted_for() throws Exception {
        String train = """
                {"text":"When do you open?","label":"hours"}
                {"text":"when  do you OPEN?","label":"hours"}
                {"text":"Can I print?","label":"machine"}
                {"text":"A gift","label":"gift"}
                not json
                """;
        String test = "{\"text\":\"can I print?\",\"label\":\"machine\"}\n";

        Imported imported = imported(train, Optional.of(test), 0);

        QualityReport quality = imported.quality();
        assertThat(quality.trainRows()).isEqualTo(2);
        assertThat(quality.testRows()).isEqualTo(1);
        assertThat(quality.duplicates()).isEqualTo(1);
        assertThat(quality.leaks()).isEqualTo(1);
        assertThat(quality.rejectedRows()).isEqualTo(1);
        assertThat(quality.rows())
                .isEqualTo(quality.trainRows()
                        + quality.testRows()
                        + quality.duplicates()
                        + quality.leaks()
                        + quality.rejectedRows());
        assertThat(quality.rejected()).extracting(RejectedRow::file).containsExactly("train");
        assertThat(quality.rejected()).extracting(RejectedRow::line).containsExactly(5L);
        assertThat(quality.labels()).containsExactly(Map.entry("gift", 1L), Map.entry("hours", 1L));
        assertThat(quality.labelBalance()).isEqualTo(1);
        assertThat(quality.lengths().min()).isEqualTo(6);
        assertThat(quality.lengths().max()).isEqualTo(17);
        assertThat(Files.readAllLines(imported.train().path()))
                .containsExactly(
                        "{\"text\":\"When do you open?\",\"label\":\"hours\"}",
                        "{\"text\":\"A gift\",\"label\":\"gift\"}");
    }

    @Test
    void the_same_rows_as_csv_make_the_same_version() throws Exception {
        String lines = "{\"text\":\"a \\\"b\\\", c\",\"label\":\"x\"}\n{\"text\":\"d\\ne\",\"label\":\"y\"}\n";
        String csv = "id,label,text\r\n1,x,\"a \"\"b\"\", c\"\r\n2,y,\"d\ne\"\r\n";

        Imported fromLines = imported(lines, Optional.empty(), 0);
        Imported fromCsv = imported(file(csv), Format.csv);

        assertThat(fromCsv.version()).isEqualTo(fromLines.version()).matches("[0-9a-f]{12}");
        assertThat(fromCsv.train().file()).isEqualTo(fromLines.train().file());
    }

    @Test
    void a_split_holds_out_its_share_whatever_the_order_of_the_rows() throws Exception {
        List<String> rows = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(i -> "{\"text\":\"row %d\",\"label\":\"l%d\"}".formatted(i, i % 2))
                .toList());
        Imported first = imported(String.join("\n", rows), Optional.empty(), 0.2);
        Collections.shuffle(rows, new Random(1));
        Imported second = imported(String.join("\n", rows), Optional.empty(), 0.2);

        assertThat(first.quality().testRows()).isEqualTo(10);
        assertThat(first.quality().trainRows()).isEqualTo(40);
        assertThat(Files.readAllLines(first.test().orElseThrow().path()))
                .containsExactlyInAnyOrderElementsOf(
                        Files.readAllLines(second.test().orElseThrow().path()));
    }

    @Test
    void labels_get_the_names_of_their_groups() throws Exception {
        LabelNames names = LabelNames.of(Map.of("money", List.of("fees", "gift")));
        Path train = file("""
                {"text":"a","label":"fees"}
                {"text":"b","label":"gift"}
                {"text":"c","label":"hours"}
                """);

        Imported imported = run(new Upload(new UploadedFile(train, Format.jsonl), Optional.empty(), 0, names), LIMITS);

        assertThat(imported.quality().labels()).containsExactly(Map.entry("hours", 1L), Map.entry("money", 2L));
    }

    @Test
    void too_many_bad_rows_refuse_the_import_and_name_the_lines() throws Exception {
        Refused refused = refused("{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\"}\nnonsense\n", LIMITS);

        assertThat(refused.errors()).extracting(FieldError::field).containsExactly("file", "train:2", "train:3");
        assertThat(refused.errors().getFirst().message()).isEqualTo("2 of 3 rows are bad; at most 50 % may be");
        assertThat(refused.errors().get(1).message()).isEqualTo("has no label");
    }

    @Test
    void an_import_without_a_good_row_is_refused() throws Exception {
        assertThat(refused("\n\n", LIMITS).errors().getFirst().message()).startsWith("no row is left to train on");
    }

    @Test
    void a_row_of_another_kind_is_rejected() throws Exception {
        Imported imported = imported(
                "{\"text\":\"a\",\"label\":\"x\"}\n{\"prompt\":\"a\",\"completion\":\"b\"}\n", Optional.empty(), 0);

        assertThat(imported.quality().rejected())
                .containsExactly(new RejectedRow("train", 2, "is prompt_completion, the rows before are labelled"));
    }

    @Test
    void limits_on_rows_and_labels_refuse_the_import() throws Exception {
        String rows = "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n";

        assertThat(refused(rows, new Limits(1 << 16, 1, 10, 0.5)).errors())
                .containsExactly(new FieldError("train:2", "more than 1 rows"));
        assertThat(refused(rows, new Limits(1 << 16, 10, 1, 0.5)).errors())
                .containsExactly(new FieldError("file", "more than 1 different labels"));
    }

    @Test
    void a_csv_without_the_right_columns_is_refused() throws Exception {
        Upload upload = new Upload(
                new UploadedFile(file("question,answer\na,b\n"), Format.csv),
                Optional.empty(),
                0,
                LabelNames.unchanged());

        Refused refused = catchThrowableOfType(Refused.class, () -> run(upload, LIMITS));

        assertThat(refused.errors().getFirst().field()).isEqualTo("train:1");
        assertThat(refused.errors().getFirst().message()).contains("it names question, answer");
    }

    private Refused refused(String train, Limits limits) throws IOException {
        Upload upload =
                new Upload(new UploadedFile(file(train), Format.jsonl), Optional.empty(), 0, LabelNames.unchanged());
        return catchThrowableOfType(Refused.class, () -> run(upload, limits));
    }

    private Imported imported(String train, Optional<String> test, double split) throws Exception {
        Optional<UploadedFile> testFile =
                test.isPresent() ? Optional.of(new UploadedFile(file(test.get()), Format.jsonl)) : Optional.empty();
        return run(
                new Upload(new UploadedFile(file(train), Format.jsonl), testFile, split, LabelNames.unchanged()),
                LIMITS);
    }

    private Imported imported(Path train, Format format) throws Exception {
        return run(new Upload(new UploadedFile(train, format), Optional.empty(), 0, LabelNames.unchanged()), LIMITS);
    }

    private Imported run(Upload upload, Limits limits) throws IOException, Refused {
        return new DatasetImport(upload, limits, Files.createTempDirectory(folder, "import")).run();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "upload", ""), content);
    }
}
