package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.graft.client.JsonClient;
import io.graft.contracts.registry.RegistryApi.AliasRequest;
import io.graft.contracts.registry.RegistryApi.CompareRequest;
import io.graft.contracts.registry.RegistryApi.DecisionRequest;
import io.graft.contracts.registry.RegistryApi.VersionRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(name = "model", description = "Models, versions, gates and approvals.")
class ModelCommand {

    @Command(name = "list", description = "All models.")
    int list(@Mixin Shared shared) {
        shared.printer()
                .many(
                        shared.connections().registry().get("/v1/registry/models", JsonNode.class),
                        "name",
                        "base_model",
                        "latest_version",
                        "aliases.champion",
                        "created_at");
        return 0;
    }

    @Command(name = "get", description = "One version: NAME@VERSION, NAME@champion or NAME.")
    int get(@Mixin Shared shared, @Parameters(paramLabel = "MODEL") String model) {
        shared.printer().one(shared.connections().registry().get(path(model, ""), JsonNode.class));
        return 0;
    }

    @Command(name = "versions", description = "The versions of a model.")
    int versions(@Mixin Shared shared, @Parameters(paramLabel = "NAME") String name) {
        JsonNode page = shared.connections()
                .registry()
                .get(JsonClient.path("/v1/registry/models/{}/versions", name), JsonNode.class);
        shared.printer().many(page, "version", "stage", "aliases", "metrics.acc,none", "verdict.reason", "created_at");
        return 0;
    }

    @Command(name = "compare", description = "What two versions share and where they differ.")
    int compare(
            @Mixin Shared shared,
            @Parameters(paramLabel = "A", description = "NAME@VERSION") String a,
            @Parameters(paramLabel = "B", description = "NAME@VERSION") String b) {
        CompareRequest request = new CompareRequest(List.of(ref(shared, a), ref(shared, b)));
        shared.printer()
                .one(shared.connections().registry().post("/v1/registry/models/compare", request, JsonNode.class));
        return 0;
    }

    @Command(name = "lineage", description = "Where a model's versions come from and what became of them.")
    int lineage(@Mixin Shared shared, @Parameters(paramLabel = "NAME") String name) {
        JsonNode graph = shared.connections()
                .registry()
                .get(JsonClient.path("/v1/registry/models/{}/lineage", name), JsonNode.class);
        shared.printer().many(graph.path("edges"), "from", "kind", "to");
        return 0;
    }

    @Command(name = "alias", description = "Move an alias to a version.")
    int alias(
            @Mixin Shared shared,
            @Parameters(paramLabel = "NAME@VERSION") String model,
            @Parameters(paramLabel = "ALIAS") String alias) {
        VersionRef ref = ref(shared, model);
        shared.printer()
                .one(shared.connections()
                        .registry()
                        .put(
                                JsonClient.path("/v1/registry/models/{}/aliases/{}", ref.name(), alias),
                                new AliasRequest(ref.version()),
                                JsonNode.class));
        return 0;
    }

    @Command(name = "approve", description = "Approve a version, which may roll it out.")
    int approve(
            @Mixin Shared shared,
            @Parameters(paramLabel = "NAME@VERSION") String model,
            @Option(names = "--comment", description = "why") @Nullable String comment,
            @Option(names = "--force", description = "although the gates refused it; needs a comment") boolean force) {
        return decide(shared, model, "/approve", new DecisionRequest(comment, force));
    }

    @Command(name = "reject", description = "Reject a version.")
    int reject(
            @Mixin Shared shared,
            @Parameters(paramLabel = "NAME@VERSION") String model,
            @Option(names = "--comment", description = "why") @Nullable String comment) {
        return decide(shared, model, "/reject", new DecisionRequest(comment, null));
    }

    @Command(name = "gates", description = "Show a model's gates, or set them from a file.")
    int gates(
            @Mixin Shared shared,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "-f", description = "YAML or JSON file with the policy") @Nullable Path file)
            throws IOException {
        JsonClient registry = shared.connections().registry();
        String path = JsonClient.path("/v1/registry/models/{}/gates", name);
        JsonNode policy = file == null
                ? registry.get(path, JsonNode.class)
                : registry.put(
                        path,
                        new YAMLMapper()
                                .readTree(shared.surroundings().resolve(file).toFile()),
                        JsonNode.class);
        shared.printer().one(policy);
        return 0;
    }

    private static int decide(Shared shared, String model, String verb, DecisionRequest request) {
        ref(shared, model);
        shared.printer().one(shared.connections().registry().post(path(model, verb), request, JsonNode.class));
        return 0;
    }

    private static VersionRef ref(Shared shared, String model) {
        int at = model.indexOf('@');
        if (at < 1) {
            throw new ParameterException(shared.spec.commandLine(), "give NAME@VERSION, not '" + model + "'");
        }
        return new VersionRef(model.substring(0, at), model.substring(at + 1));
    }

    private static String path(String model, String verb) {
        int at = model.indexOf('@');
        return at < 0
                ? JsonClient.path("/v1/registry/models/{}", model)
                : JsonClient.path("/v1/registry/models/{}/{}", model.substring(0, at), model.substring(at + 1)) + verb;
    }
}
