package io.graft.registry;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.type.TypeReference;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.registry.RegistryApi.ArtifactView;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.RegisterRequest;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.registry.model.Jsonb;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The registry's API as the tests call it.
public final class TestApi {

    /// An approver's key.
    public static final String ADA = "key-of-ada";

    /// An operator's key.
    public static final String BOB = "key-of-bob";

    public static final String MODELS = "/v1/registry/models";
    public static final String ARTIFACTS = "/v1/registry/artifacts";

    private TestApi() {}

    /// Calls of Bob, who may do all but approve.
    public static RequestSpecification bob() {
        return given().header("X-API-Key", BOB).contentType("application/json");
    }

    public static RequestSpecification ada() {
        return given().header("X-API-Key", ADA).contentType("application/json");
    }

    /// A name that no other test uses.
    public static String newName() {
        return "model-" + UUID.randomUUID();
    }

    public static ArtifactFile upload(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Response answer =
                bob().contentType("application/octet-stream").body(bytes).post(ARTIFACTS);
        ArtifactView view = read(answer.then().statusCode(201).extract().response(), ArtifactView.class);
        return new ArtifactFile(path, view.digest(), view.size());
    }

    public static RegisterRequest request(String name, @Nullable Map<String, String> tags, @Nullable Lineage lineage) {
        return new RegisterRequest(
                name,
                null,
                "graft-tiny",
                "sorts requests",
                tags,
                null,
                null,
                Map.of("train_loss", 0.25),
                List.of(
                        upload("adapter_config.json", "{\"r\":8}"),
                        upload("adapter_model.safetensors", "weights of " + name)),
                lineage);
    }

    public static VersionView register(String name) {
        return register(request(name, null, null));
    }

    public static VersionView register(RegisterRequest request) {
        Response answer = bob().body(Jsonb.write(request)).post(MODELS);
        return read(answer.then().statusCode(201).extract().response(), VersionView.class);
    }

    public static VersionView version(String name, String selector) {
        return read(
                bob().get(MODELS + "/" + name + "/" + selector)
                        .then()
                        .statusCode(200)
                        .extract()
                        .response(),
                VersionView.class);
    }

    public static <T> T read(Response answer, Class<T> type) {
        return Jsonb.read(answer.asString(), type);
    }

    public static <T> T read(Response answer, TypeReference<T> type) {
        return Jsonb.read(answer.asString(), type);
    }

    static String digest(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
