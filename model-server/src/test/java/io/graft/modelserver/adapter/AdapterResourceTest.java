package io.graft.modelserver.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.graft.modelserver.ModelServerTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AdapterResourceTest extends ModelServerTest {

    @Test
    void an_adapter_of_a_killed_server_is_there_when_the_next_one_is_ready() {
        given().get("/lora-adapters").then().body("lora_name", hasItem("kept@1.0.0"));
        chat("kept@1.0.0", "Hello.").then().statusCode(200);
    }

    @Test
    void an_adapter_comes_answers_and_goes_while_the_server_runs() {
        chat("desk@1.0.0", "Hello.").then().statusCode(404);

        load("desk@1.0.0", "registry://desk/1.0.0").then().statusCode(200).body("base_model", equalTo("graft-tiny"));
        load("desk@1.0.0", "registry://desk/1.0.0").then().statusCode(200);
        chat("desk@1.0.0", "Hello.").then().statusCode(200).body("choices[0].message.content", equalTo("hold"));
        given().get("/lora-adapters").then().body("find { it.lora_name == 'desk@1.0.0' }.requests", equalTo(1));
        post("/v1/unload_lora_adapter", Map.of("lora_name", "desk@1.0.0"))
                .then()
                .statusCode(204);

        chat("desk@1.0.0", "Hello.").then().statusCode(404).body("code", equalTo("not_found"));
        given().get("/lora-adapters").then().body("lora_name", not(hasItem("desk@1.0.0")));
        post("/v1/unload_lora_adapter", Map.of("lora_name", "desk@1.0.0"))
                .then()
                .statusCode(404);
    }

    @Test
    void models_are_the_base_and_the_adapters_with_their_parent() {
        load("listed", "hold").then().statusCode(200);

        given().get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItems("graft-tiny", "listed"))
                .body("data.find { it.id == 'listed' }.parent", equalTo("graft-tiny"))
                .body("data.find { it.id == 'listed' }.root", equalTo("graft-tiny"))
                .body("data.find { it.id == 'graft-tiny' }.parent", equalTo(null));
    }

    @Test
    void a_refused_adapter_says_which_field_and_why() {
        load("bad", "../../etc")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo("lora_path"))
                .body("errors[0].message", containsString("../../etc"));
        load("desk@9", "registry://desk/9").then().statusCode(404);
        given().contentType("application/json")
                .post("/v1/load_lora_adapter")
                .then()
                .statusCode(400);
    }

    @Test
    void metrics_name_what_is_loaded_and_what_runs() {
        String metrics = given().get("/q/metrics").asString();

        assertThat(metrics)
                .contains("graft_adapter_loaded{", "num_requests_running{", "num_requests_waiting{")
                .contains("model_name=\"graft-tiny\"");
    }
}
