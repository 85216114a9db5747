package io.graft.registry.version;

import static io.graft.registry.TestApi.MODELS;
import static io.graft.registry.TestApi.ada;
import static io.graft.registry.TestApi.bob;
import static io.graft.registry.TestApi.newName;
import static io.graft.registry.TestApi.register;
import static io.graft.registry.TestApi.request;
import static io.graft.registry.TestApi.upload;
import static io.graft.registry.TestApi.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.RegisterRequest;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.registry.RegistryFolder;
import io.graft.registry.model.Jsonb;
import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BackendsResource.class)
@WithTestResource(RegistryFolder.class)
class VersionResourceTest {

    private final String name = newName();

    @Test
    void the_first_version_is_1_0_0_and_each_next_one_a_minor_higher() {
        bob().body(Jsonb.write(request(name, Map.of("team", "nlp"), null)))
                .post(MODELS)
                .then()
                .statusCode(201)
                .header("Location", endsWith(MODELS + "/" + name + "/1.0.0"))
                .header("ETag", "\"1\"")
                .body("stage", equalTo("candidate"))
                .body("history[0].by", equalTo("bob"));
        assertThat(register(name).version()).isEqualTo("1.1.0");
        VersionView first = version(name, "1.0.0");
        assertThat(first.tags()).containsEntry("team", "nlp");
        assertThat(first.metrics()).containsEntry("train_loss", 0.25);
        assertThat(first.files()).hasSize(2);
        assertThat(version(name, "latest").version()).isEqualTo("1.1.0");
    }

    @Test
    void an_explicit_version_must_be_higher_than_all() {
        register(name);
        RegisterRequest request = request(name, null, null);
        assertThat(register(with(request, "2.0.0-rc.1")).version()).isEqualTo("2.0.0-rc.1");
        for (String refused : List.of("2.0.0-beta", "1.9.0", "2.0.0-rc.1", "two")) {
            bob().body(Jsonb.write(with(request, refused)))
                    .post(MODELS)
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", equalTo("version"))
                    .body("errors[0].message", containsString(refused));
        }
    }

    @Test
    void a_file_that_was_never_uploaded_is_named_and_nothing_is_registered() {
        String digest = "sha256:" + "ab".repeat(32);
        RegisterRequest request = new RegisterRequest(
                name,
                null,
                "graft-tiny",
                null,
                null,
                null,
                null,
                null,
                List.of(new ArtifactFile("a", digest, 1)),
                null);
        bob().body(Jsonb.write(request))
                .post(MODELS)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("files[0].digest"))
                .body("errors[0].message", containsString(digest));
        bob().get(MODELS + "/" + name).then().statusCode(404);
    }

    @Test
    void a_wrong_name_and_a_wrong_body_say_what_is_wrong() {
        bob().body(Jsonb.write(request("Not-A-Label", null, null)))
                .post(MODELS)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("name"));
        bob().body("{\"name\":").post(MODELS).then().statusCode(400).contentType("application/problem+json");
        bob().body("{\"name\":\"" + name + "\",\"files\":[{\"path\":\"../x\",\"digest\":\"sha256:1\",\"size\":1}]}")
                .post(MODELS)
                .then()
                .statusCode(400)
                .body("detail", containsString("files.[0]"));
        bob().post(MODELS).then().statusCode(400);
    }

    @Test
    void the_same_idempotency_key_registers_once() {
        String body = Jsonb.write(request(name, null, null));
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            bob().header("Idempotency-Key", key)
                    .body(body)
                    .post(MODELS)
                    .then()
                    .statusCode(201)
                    .body("version", equalTo("1.0.0"));
        }
        bob().get(MODELS + "/" + name + "/versions").then().body("items", hasSize(1));
    }

    @Test
    void versions_registered_at_once_get_a_number_each() throws Exception {
        String body = Jsonb.write(request(name, null, null));
        Callable<String> registration = () ->
                bob().body(body).post(MODELS).then().statusCode(201).extract().path("version");
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<String>> all = threads.invokeAll(
                    IntStream.range(0, 6).mapToObj(_ -> registration).toList());
            assertThat(all.stream().map(Future::resultNow))
                    .containsExactlyInAnyOrder("1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.0");
        }
    }

    @Test
    void a_training_run_makes_one_version() {
        Lineage lineage = new Lineage(UUID.randomUUID(), "d", "1", null, null, null, null, null, null);
        register(request(name, null, lineage));
        bob().body(Jsonb.write(request(name, null, lineage)))
                .post(MODELS)
                .then()
                .statusCode(409)
                .body("code", equalTo("run_registered"))
                .body("detail", containsString(name + "@1.0.0"));
    }

    @Test
    void models_are_found_by_a_part_of_the_name_and_by_tags_of_the_newest_version() {
        register(request(name, Map.of("team", "nlp", "tier", "1"), null));
        String part = name.substring(8);
        bob().queryParam("name", part)
                .get(MODELS)
                .then()
                .statusCode(200)
                .body("items.name", contains(name))
                .body("items[0].latest_version", equalTo("1.0.0"))
                .body("items[0].tags.team", equalTo("nlp"));
        bob().queryParam("name", part)
                .queryParam("tags", "team:nlp,tier:1")
                .get(MODELS)
                .then()
                .body("items", hasSize(1));
        bob().queryParam("name", part)
                .queryParam("tags", "team:nlp,tier:2")
                .get(MODELS)
                .then()
                .body("items", hasSize(0));
        bob().queryParam("tags", "team").get(MODELS).then().statusCode(422);
    }

    @Test
    void listings_come_in_pages() {
        for (int i = 0; i < 3; i++) {
            register(name);
        }
        String token = bob().queryParam("page_size", 2)
                .get(MODELS + "/" + name + "/versions")
                .then()
                .body("items.version", contains("1.2.0", "1.1.0"))
                .extract()
                .path("next_page_token");
        bob().queryParam("page_size", 2)
                .queryParam("page_token", token)
                .get(MODELS + "/" + name + "/versions")
                .then()
                .body("items.version", contains("1.0.0"))
                .body("next_page_token", nullValue());
    }

    @Test
    void words_change_and_what_was_registered_does_not() {
        register(request(name, Map.of("team", "nlp", "old", "x"), null));
        String path = MODELS + "/" + name + "/1.0.0";
        bob().body("{\"description\":\"better\",\"tags\":{\"old\":null,\"new\":\"y\"},\"stage\":\"production\"}")
                .header("If-Match", "\"1\"")
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("description", equalTo("better"))
                .body("tags", equalTo(Map.of("team", "nlp", "new", "y")))
                .body("stage", equalTo("candidate"));
        bob().body("{\"description\":\"late\"}")
                .header("If-Match", "\"1\"")
                .patch(path)
                .then()
                .statusCode(412)
                .body("code", equalTo("stale"));
    }

    @Test
    void an_alias_moves_only_from_where_the_caller_saw_it() {
        register(name);
        register(name);
        String path = MODELS + "/" + name + "/aliases/stable";
        String first = bob().body("{\"version\":\"1.0.0\"}")
                .put(path)
                .then()
                .statusCode(200)
                .body("version", equalTo("1.0.0"))
                .body("by", equalTo("bob"))
                .extract()
                .header("ETag");
        bob().body("{\"version\":\"1.1.0\"}")
                .header("If-Match", first)
                .put(path)
                .then()
                .statusCode(200);
        bob().body("{\"version\":\"1.0.0\"}")
                .header("If-Match", first)
                .put(path)
                .then()
                .statusCode(412)
                .body("detail", containsString(first));
        assertThat(version(name, "stable").version()).isEqualTo("1.1.0");
        assertThat(version(name, "1.1.0").aliases()).containsExactly("stable");
        bob().get(MODELS + "/" + name).then().body("aliases.stable", equalTo("1.1.0"));
        bob().header("If-Match", first).delete(path).then().statusCode(412);
        bob().delete(path).then().statusCode(204);
        bob().get(path).then().statusCode(404);
        bob().get(MODELS + "/" + name + "/stable").then().statusCode(404);
    }

    @Test
    void an_alias_points_at_versions_that_exist() {
        register(name);
        String aliases = MODELS + "/" + name + "/aliases/";
        bob().body("{\"version\":\"9.0.0\"}").put(aliases + "stable").then().statusCode(404);
        bob().body("{}").put(aliases + "stable").then().statusCode(422);
        bob().body("{\"version\":\"1.0.0\"}").put(aliases + "versions").then().statusCode(422);
    }

    @Test
    void versions_are_compared_field_by_field() {
        VersionView first = register(name);
        VersionView second = register(request(name, Map.of("team", "nlp"), null));
        bob().body("{\"models\":[{\"name\":\"" + name + "\",\"version\":\"1.0.0\"},{\"name\":\"" + name
                        + "\",\"version\":\"latest\"}]}")
                .post(MODELS + "/compare")
                .then()
                .statusCode(200)
                .body("models.version", contains("1.0.0", "1.1.0"))
                .body("similarities.'metrics.train_loss'", equalTo(0.25f))
                .body("similarities.digest", equalTo(first.digest()))
                .body("differences.'tags.team'", contains(null, "nlp"));
        assertThat(second.digest()).isEqualTo(first.digest());
        bob().body("{\"models\":[{\"name\":\"" + name + "\",\"version\":\"1.0.0\"}]}")
                .post(MODELS + "/compare")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("models"));
    }

    @Test
    void a_metric_is_followed_over_the_versions() {
        register(name);
        register(name);
        bob().queryParam("metric", "train_loss")
                .get(MODELS + "/" + name + "/metrics")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].points.version", contains("1.0.0", "1.1.0"))
                .body("[0].points.value", contains(0.25f, 0.25f));
        bob().get(MODELS + "/" + name + "/metrics").then().body("metric", contains("train_loss"));
    }

    @Test
    void lineage_names_what_a_version_is_made_of() {
        Lineage lineage = new Lineage(UUID.randomUUID(), "banking", "abc", "labelled", null, null, null, null, null);
        register(request(name, null, lineage));
        bob().get(MODELS + "/" + name + "/lineage")
                .then()
                .statusCode(200)
                .body("nodes.id", hasItem("dataset:banking@abc"))
                .body("nodes.id", hasItem("training_run:" + lineage.trainingRun()))
                .body("edges.find { it.kind == 'made' }.to", equalTo("version:1.0.0"));
    }

    @Test
    void gates_may_be_set_before_the_first_version() {
        String gates = MODELS + "/" + name + "/gates";
        bob().get(gates)
                .then()
                .statusCode(200)
                .body("approval", equalTo("manual"))
                .body("deploy", equalTo("auto"))
                .body("rules.kind", contains("no_regression", "min_improvement"))
                .body("rules[0].threshold", equalTo(0.02f));
        String policy = "{\"rules\":[{\"kind\":\"min_value\",\"metric\":\"acc,none\",\"threshold\":0.8}]}";
        bob().body(policy).put(gates).then().statusCode(403);
        ada().body(policy).put(gates).then().statusCode(200).body("approval", equalTo("manual"));
        bob().get(gates).then().body("rules.kind", contains("min_value"));
        ada().body("{\"rules\":[{\"kind\":\"worse\",\"metric\":\"acc,none\",\"threshold\":0.8}]}")
                .put(gates)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("rules[0].kind"));
    }

    @Test
    void a_version_starts_as_candidate_with_its_files_digest() {
        VersionView view = register(name);
        assertThat(view.stage()).isEqualTo(Stage.candidate);
        assertThat(view.digest()).isEqualTo(VersionDigest.of(view.files()));
        assertThat(upload("x", "{\"r\":8}").digest())
                .isEqualTo(view.files().getFirst().digest());
    }

    private static RegisterRequest with(RegisterRequest request, String version) {
        return new RegisterRequest(
                request.name(),
                version,
                request.baseModel(),
                request.description(),
                request.tags(),
                request.metadata(),
                request.hyperparameters(),
                request.metrics(),
                request.files(),
                request.lineage());
    }
}
