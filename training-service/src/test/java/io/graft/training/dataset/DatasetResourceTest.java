package io.graft.training.dataset;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.graft.contracts.ArtifactFile;
import io.graft.testkit.BackendsResource;
import io.graft.training.FakeRegistry;
import io.graft.training.RegistryAddress;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BackendsResource.class)
@WithTestResource(RegistryAddress.class)
class DatasetResourceTest {

    private static final String DATASETS = "/v1/training/datasets";
    private static final String ROWS = """
            {"text":"When do you open?","label":"hours"}
            {"text":"Can I print?","label":"machine"}
            {"text":"I bring books","label":"gift"}
            {"text":"What does it cost?","label":"fees"}
            """;

    @Inject
    FakeRegistry registry;

    private final String name = "rows-" + UUID.randomUUID();

    @AfterEach
    void up() {
        registry.down(false);
    }

    @Test
    void an_import_keeps_its_rows_in_the_registry_and_its_quality_here() {
        ValidatableResponse created = given().multiPart("name", name)
                .multiPart("file", "train.jsonl", bytes(ROWS))
                .multiPart("test_split", "0.25")
                .post(DATASETS)
                .then()
                .statusCode(201)
                .body("name", equalTo(name))
                .body("kind", equalTo("labelled"))
                .body("quality.train_rows", equalTo(3))
                .body("quality.test_rows", equalTo(1));

        String version = created.extract().path("version");
        created.header("Location", containsString(DATASETS + "/" + name + "/versions/" + version));
        ArtifactFile train = new ArtifactFile(
                "train.jsonl",
                created.extract().path("train.digest"),
                created.extract().<Integer>path("train.size"));
        assertThat(registry.content(train)).hasSize((int) train.size()).contains("{\"text\":");
        given().get(DATASETS + "/" + name).then().statusCode(200).body("version", equalTo(version));
        given().get(DATASETS + "/" + name + "/versions/" + version).then().statusCode(200);
        given().get(DATASETS + "/" + name + "/versions/" + version + "/quality")
                .then()
                .statusCode(200)
                .body("rows", equalTo(4))
                .body("label_balance", equalTo(1.0f));
    }

    @Test
    void the_same_content_again_is_the_same_version_and_is_not_uploaded_again() {
        String version = imported(ROWS).statusCode(201).extract().path("version");
        int uploads = registry.uploads();

        imported(ROWS.replace("I bring", "  I bring")).statusCode(200).body("version", equalTo(version));

        assertThat(registry.uploads()).isEqualTo(uploads);
        given().get(DATASETS + "/" + name + "/versions").then().body("items", hasSize(1));
    }

    @Test
    void content_that_is_imported_again_becomes_the_newest_version() {
        String first = imported(ROWS).extract().path("version");
        String second = imported(ROWS + "{\"text\":\"more\",\"label\":\"gift\"}\n")
                .extract()
                .path("version");
        given().get(DATASETS + "/" + name).then().body("version", equalTo(second));

        imported(ROWS).statusCode(200);

        given().get(DATASETS + "/" + name).then().body("version", equalTo(first));
        given().get(DATASETS + "?page_size=500").then().body("items.name", hasItem(name));
    }

    @Test
    void a_file_full_of_bad_rows_is_refused_with_its_lines() {
        imported("{\"text\":\"a\",\"label\":\"x\"}\nnonsense\n{\"text\":\"b\"}\n")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.field", equalTo(List.of("file", "train:2", "train:3")))
                .body("errors[2].message", equalTo("has no label"));
        given().get(DATASETS + "/" + name).then().statusCode(404);
    }

    @Test
    void every_wrong_field_of_the_form_is_named() {
        given().multiPart("name", "no spaces")
                .multiPart("file", "rows.txt", bytes(ROWS))
                .multiPart("test_split", "0.9")
                .multiPart("label_map", "{\"a\":[\"x\"],\"b\":[\"x\"]}")
                .post(DATASETS)
                .then()
                .statusCode(422)
                .body("errors.field", equalTo(List.of("name", "file", "test_split", "label_map")))
                .body("errors[3].message", startsWith("label x is in two groups"));
    }

    @Test
    void an_empty_form_is_told_what_is_missing() {
        given().multiPart("format", "jsonl")
                .post(DATASETS)
                .then()
                .statusCode(422)
                .body("errors.field", equalTo(List.of("name", "file")));
    }

    @Test
    void parquet_is_refused_by_name() {
        form().multiPart("file", "rows.parquet", bytes("PAR1"))
                .post(DATASETS)
                .then()
                .statusCode(415)
                .body("detail", containsString("JSON Lines or CSV"));
    }

    @Test
    void a_file_above_the_limit_is_refused() {
        form().multiPart("file", "rows.jsonl", new byte[(1 << 20) + 1])
                .post(DATASETS)
                .then()
                .statusCode(413)
                .body("detail", containsString("graft.training.max-upload"));
    }

    @Test
    void nothing_stays_of_an_import_while_the_registry_is_down() {
        registry.down(true);
        imported(ROWS).statusCode(503).body("code", notNullValue());
        given().get(DATASETS + "/" + name).then().statusCode(404);

        registry.down(false);
        imported(ROWS).statusCode(201).body("test", nullValue());
    }

    @Test
    void csv_with_a_file_of_its_own_for_test_is_imported() {
        form().multiPart("file", "train.csv", bytes("text,label\nWhen?,hours\n\"Print, please\",machine\n"))
                .multiPart("test_file", "test.csv", bytes("text,label\nwhen?,hours\n"))
                .multiPart("label_map", "{\"things\":[\"machine\"]}")
                .post(DATASETS)
                .then()
                .statusCode(201)
                .body("quality.leaks", equalTo(1))
                .body("quality.labels.things", equalTo(1))
                .body("test.size", notNullValue());
    }

    @Test
    void a_long_label_map_may_come_as_a_plain_field() {
        String others =
                IntStream.range(0, 1_000).mapToObj(i -> "\"other" + i + "\"").collect(joining(","));

        form().multiPart("file", "train.csv", bytes("text,label\nWhen?,hours\nPrint please,machine\n"))
                .multiPart("label_map", "{\"things\":[\"machine\"," + others + "]}")
                .post(DATASETS)
                .then()
                .statusCode(201)
                .body("quality.labels.things", equalTo(1));
    }

    private ValidatableResponse imported(String rows) {
        return form().multiPart("file", "rows.jsonl", bytes(rows))
                .post(DATASETS)
                .then();
    }

    private RequestSpecification form() {
        return given().multiPart("name", name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
