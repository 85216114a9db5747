package io.graft.registry.evaluation;

import static io.graft.registry.TestApi.MODELS;
import static io.graft.registry.TestApi.ada;
import static io.graft.registry.TestApi.bob;
import static io.graft.registry.TestApi.newName;
import static io.graft.registry.TestApi.register;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.graft.registry.RegistryFolder;
import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BackendsResource.class)
@WithTestResource(RegistryFolder.class)
class ApprovalResourceTest {

    private final String name = newName();
    private final String path = MODELS + "/" + name + "/1.0.0";

    @BeforeEach
    void a_version_that_nobody_has_judged() {
        register(name);
    }

    @Test
    void only_an_approver_decides() {
        bob().post(path + "/approve").then().statusCode(403);
        bob().post(path + "/reject").then().statusCode(403);
    }

    @Test
    void what_was_never_judged_is_approved_only_by_force_and_with_a_reason() {
        ada().post(path + "/approve").then().statusCode(409).body("code", equalTo("not_evaluated"));
        ada().body("{\"force\":true}")
                .post(path + "/approve")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("comment"));
        ada().body("{\"force\":true,\"comment\":\"tried by hand\"}")
                .post(path + "/approve")
                .then()
                .statusCode(200)
                .body("stage", equalTo("approved"))
                .body("history.stage", contains("candidate", "approved"))
                .body("history.by", contains("bob", "ada"))
                .body("history[1].reason", equalTo("tried by hand"));
        ada().body("{\"force\":true,\"comment\":\"again\"}")
                .post(path + "/approve")
                .then()
                .statusCode(409)
                .body("code", equalTo("wrong_stage"));
    }

    @Test
    void a_rejected_version_comes_back_only_by_force() {
        ada().body("{\"comment\":\"smells\"}")
                .post(path + "/reject")
                .then()
                .statusCode(200)
                .body("stage", equalTo("rejected"))
                .body("history[1].reason", equalTo("smells"));
        ada().post(path + "/reject").then().statusCode(409);
        ada().post(path + "/approve").then().statusCode(409).body("code", equalTo("gates_refused"));
        ada().body("{\"force\":true,\"comment\":\"it was the data\"}")
                .post(path + "/approve")
                .then()
                .statusCode(200)
                .body("stage", equalTo("approved"));
    }

    @Test
    void who_looked_too_early_decides_nothing() {
        bob().body("{\"description\":\"changed\"}").patch(path).then().statusCode(200);
        ada().header("If-Match", "\"1\"").post(path + "/reject").then().statusCode(412);
        ada().header("If-Match", "\"2\"").post(path + "/reject").then().statusCode(200);
    }

    @Test
    void what_does_not_exist_is_not_approved() {
        ada().post(MODELS + "/" + name + "/7.0.0/approve").then().statusCode(404);
        ada().post(MODELS + "/" + newName() + "/1.0.0/approve").then().statusCode(404);
    }
}
