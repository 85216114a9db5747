package io.graft.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.graft.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RouteResourceTest extends GatewayTest {

    @Test
    void a_route_is_kept_with_a_revision_that_is_its_etag() {
        String model = routed("1.0.0", 90, "1.1.0", 10);

        Response route = given().get("/v1/gateway/routes/" + model);

        route.then().statusCode(200).body("model", equalTo(model)).body("shares.weight", contains(90, 10));
        assertThat(route.header("ETag")).isEqualTo("\"" + route.path("revision") + "\"");
        given().get("/v1/gateway/routes?page_size=500").then().body("items.model", hasItem(model));
    }

    @Test
    void a_change_on_a_stale_revision_is_refused() {
        String model = routed("1.0.0", 100);
        int seen = revision(model);
        put(model, Map.of("shares", shares("1.1.0", 100), "revision", seen))
                .then()
                .statusCode(200);

        put(model, Map.of("shares", shares("1.2.0", 100), "revision", seen))
                .then()
                .statusCode(412)
                .body("code", equalTo("stale"))
                .body("detail", containsString("not at " + seen));
        assertThat(revision(model)).isGreaterThan(seen);
    }

    @Test
    void an_etag_guards_a_change_and_a_deletion() {
        String model = routed("1.0.0", 100);
        String tag = given().get("/v1/gateway/routes/" + model).header("ETag");
        route(model, "1.1.0", 100);

        given().header("If-Match", tag)
                .delete("/v1/gateway/routes/" + model)
                .then()
                .statusCode(412);
        given().header("If-Match", tag)
                .contentType(ContentType.JSON)
                .body(Map.of("shares", shares("1.2.0", 100)))
                .put("/v1/gateway/routes/" + model)
                .then()
                .statusCode(412);
        given().header("If-Match", "latest")
                .delete("/v1/gateway/routes/" + model)
                .then()
                .statusCode(400);
    }

    @Test
    void revision_zero_creates_a_route_only_where_there_is_none() {
        String model = "m-" + UUID.randomUUID();
        Map<String, Object> route = Map.of("shares", shares("1.0.0", 100), "revision", 0);

        put(model, route).then().statusCode(200);
        put(model, route).then().statusCode(412);
    }

    @Test
    void the_same_shares_once_more_change_nothing() {
        String model = routed("1.0.0", 100);
        int before = revision(model);

        route(model, "1.0.0", 100);

        assertThat(revision(model)).isEqualTo(before);
    }

    @Test
    void a_deleted_route_is_gone_and_its_revisions_never_return() {
        String model = routed("1.0.0", 100);
        int before = revision(model);

        given().delete("/v1/gateway/routes/" + model).then().statusCode(204);

        given().get("/v1/gateway/routes/" + model).then().statusCode(404);
        given().delete("/v1/gateway/routes/" + model).then().statusCode(404);
        route(model, "1.0.0", 100);
        assertThat(revision(model)).isGreaterThan(before);
    }

    @Test
    void weights_must_sum_to_a_hundred() {
        put("desk", Map.of("shares", shares("1.0.0", 90, "1.1.0", 20)))
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.field", contains("shares"))
                .body("errors.message", contains("weights must sum to 100, sum to 110"));
        put("desk", Map.of("shares", List.of())).then().statusCode(422);
        put("desk", Map.of("model", "other", "shares", shares("1", 100))).then().statusCode(422);
    }

    private static Response put(String model, Map<String, Object> route) {
        return given().contentType(ContentType.JSON).body(route).put("/v1/gateway/routes/" + model);
    }

    private static int revision(String model) {
        return given().get("/v1/gateway/routes/" + model).path("revision");
    }
}
