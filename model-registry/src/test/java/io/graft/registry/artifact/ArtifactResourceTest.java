package io.graft.registry.artifact;

import static io.graft.registry.TestApi.ARTIFACTS;
import static io.graft.registry.TestApi.BOB;
import static io.graft.registry.TestApi.bob;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.graft.registry.RegistryFolder;
import io.graft.registry.TestApi;
import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BackendsResource.class)
@WithTestResource(RegistryFolder.class)
@SuppressWarnings("NullAway.Init") // injected
class ArtifactResourceTest {

    @Inject
    ArtifactConfig config;

    @TestHTTPResource
    URI server;

    @Test
    void what_was_uploaded_comes_back_byte_by_byte() {
        byte[] bytes = random(300_000);
        Digest digest = Digest.ofBytes(bytes);
        upload(bytes).statusCode(201).header("Location", containsString(ARTIFACTS + "/" + digest));
        byte[] back = bob().get(ARTIFACTS + "/" + digest)
                .then()
                .statusCode(200)
                .header("ETag", "\"" + digest + "\"")
                .header("Repr-Digest", digest.header())
                .header("Content-Length", "300000")
                .extract()
                .asByteArray();
        assertThat(back).isEqualTo(bytes);
    }

    @Test
    void an_empty_file_is_a_file_too() {
        Digest digest = Digest.ofBytes(new byte[0]);
        upload(new byte[0]).statusCode(201).body("size", equalTo(0));
        assertThat(bob().get(ARTIFACTS + "/" + digest)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray())
                .isEmpty();
    }

    @Test
    void head_says_how_large_it_is_without_sending_it() {
        byte[] bytes = random(1234);
        upload(bytes).statusCode(201);
        bob().head(ARTIFACTS + "/" + Digest.ofBytes(bytes))
                .then()
                .statusCode(200)
                .header("Content-Length", "1234")
                .header("Accept-Ranges", "bytes");
    }

    @Test
    void what_is_not_there_is_not_found() {
        String digest = "sha256:" + "0".repeat(64);
        bob().head(ARTIFACTS + "/" + digest).then().statusCode(404);
        bob().get(ARTIFACTS + "/" + digest)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not_found"))
                .body("detail", equalTo("no artifact " + digest));
    }

    @Test
    void a_path_never_leaves_the_folder() {
        for (String path : new String[] {"..%2F..%2Fetc%2Fpasswd", "sha256:..%2F..%2Fx", "sha256:" + "A".repeat(64)}) {
            bob().urlEncodingEnabled(false).get(ARTIFACTS + "/" + path).then().statusCode(422);
        }
    }

    @Test
    void a_range_is_sent_alone() {
        byte[] bytes = "0123456789".getBytes(UTF_8);
        upload(bytes).statusCode(201);
        String path = ARTIFACTS + "/" + Digest.ofBytes(bytes);
        bob().header("Range", "bytes=2-4")
                .get(path)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 2-4/10")
                .header("Content-Length", "3")
                .body(equalTo("234"));
        bob().header("Range", "bytes=-2").get(path).then().statusCode(206).body(equalTo("89"));
        bob().header("Range", "bytes=10-").get(path).then().statusCode(416).header("Content-Range", "bytes */10");
        bob().header("Range", "bytes=2-4")
                .header("If-Range", "\"other\"")
                .get(path)
                .then()
                .statusCode(200)
                .body(equalTo("0123456789"));
    }

    @Test
    void who_has_it_is_not_sent_it_again() {
        byte[] bytes = random(10);
        upload(bytes).statusCode(201);
        String digest = Digest.ofBytes(bytes).toString();
        bob().header("If-None-Match", "\"" + digest + "\"")
                .get(ARTIFACTS + "/" + digest)
                .then()
                .statusCode(304);
    }

    @Test
    void a_promised_digest_is_checked() throws IOException {
        byte[] bytes = random(100);
        Digest digest = Digest.ofBytes(bytes);
        Digest wrong = Digest.ofBytes(random(101));
        long before = files();
        bob().contentType("application/octet-stream")
                .queryParam("digest", wrong.toString())
                .body(bytes)
                .post(ARTIFACTS)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("digest"))
                .body("errors[0].message", containsString(digest.toString()));
        assertThat(files()).isEqualTo(before);
        bob().contentType("application/octet-stream")
                .header("Content-Digest", digest.header())
                .body(bytes)
                .post(ARTIFACTS)
                .then()
                .statusCode(201);
        assertThat(files()).isEqualTo(before + 1);
    }

    @Test
    void too_large_an_artifact_is_refused() throws IOException {
        long before = files();
        upload(random((2 << 20) + 1))
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("too_large"));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void only_artifacts_may_be_large() {
        bob().body("{\"name\":\"" + "x".repeat(200_000) + "\"}")
                .post(TestApi.MODELS)
                .then()
                .statusCode(413)
                .body("detail", startsWith("a body may have 102400 bytes"));
    }

    /// The server closes the connection while the client still sends, which may then see that instead of the answer.
    @Test
    void a_body_that_comes_in_chunks_has_the_same_limit() {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(TestApi.MODELS))
                .header("X-API-Key", BOB)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(random(3_000_000))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .handle((answer, broken) -> broken instanceof CompletionException ? 413 : answer.statusCode())
                    .join();
            assertThat(status).isEqualTo(413);
        }
    }

    @Test
    void the_bytes_kept_are_measured() {
        upload(random(777)).statusCode(201);
        assertThat(RestAssured.get("/q/metrics").asString())
                .containsPattern("graft_registry_artifact_bytes [1-9]")
                .contains("graft_registry_versions_total{stage=\"candidate\"}");
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() throws IOException {
        long before = files();
        String head = "POST " + ARTIFACTS + "?mark=" + UUID.randomUUID() + " HTTP/1.1\r\nHost: registry\r\nX-API-Key: "
                + BOB + "\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n";
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(random(50_000));
            socket.getOutputStream().flush();
            await().untilAsserted(() -> assertThat(temporaryFiles()).isEqualTo(1));
        }
        await().untilAsserted(() -> assertThat(temporaryFiles()).isZero());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void who_shows_no_key_gets_nothing() {
        RestAssured.get(ARTIFACTS + "/sha256:" + "0".repeat(64)).then().statusCode(401);
    }

    private static ValidatableResponse upload(byte[] bytes) {
        return bob().contentType("application/octet-stream")
                .body(bytes)
                .post(ARTIFACTS)
                .then();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private long files() throws IOException {
        return count(config.artifactsDir().resolve("sha256"));
    }

    private long temporaryFiles() throws IOException {
        return count(config.artifactsDir().resolve("tmp"));
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
