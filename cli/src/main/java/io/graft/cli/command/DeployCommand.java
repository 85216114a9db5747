package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.client.JsonClient;
import io.graft.contracts.deployment.DeploymentApi.DeployRequest;
import io.graft.contracts.deployment.DeploymentApi.ReasonRequest;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "deploy", description = "Rollouts: start, watch, steer.")
class DeployCommand {

    private static final Set<String> ENDS = Set.of("promoted", "rolled_back", "failed", "aborted");
    private static final Set<String> BAD = Set.of("rolled_back", "failed", "aborted");

    @Command(name = "start", description = "Roll out a version.")
    int start(
            @Mixin Shared shared,
            @Parameters(paramLabel = "NAME@VERSION") String model,
            @Option(names = "--strategy", description = "canary, blue_green or rolling (default: canary)") @Nullable
                    Strategy strategy,
            @Option(names = "--environment", description = "where to (default: local)") @Nullable String environment) {
        DeployRequest request = new DeployRequest(model, null, null, environment, strategy, null);
        shared.printer().one(shared.connections().deployment().post("/v1/deployment/deploy", request, JsonNode.class));
        return 0;
    }

    @Command(name = "list", description = "Rollouts, newest first.")
    int list(@Mixin Shared shared) {
        JsonNode page = shared.connections().deployment().get("/v1/deployment/deployments", JsonNode.class);
        shared.printer().many(page, "deployment_id", "model", "version", "status", "weight", "reason", "created_at");
        return 0;
    }

    @Command(name = "get", description = "One rollout; exit code 1 when a watched rollout is not promoted.")
    int get(
            @Mixin Shared shared,
            @Parameters(paramLabel = "ROLLOUT") String id,
            @Option(names = "--watch", description = "show its steps until it ends") boolean watch) {
        return shared.show(
                shared.connections().deployment(),
                JsonClient.path("/v1/deployment/status/{}", id),
                watch,
                ENDS,
                BAD,
                one -> String.format(
                        Locale.ROOT,
                        "%s  %d %%  %s",
                        one.path("status").asText(),
                        one.path("weight").asInt(),
                        one.path("reason").asText()));
    }

    @Command(name = "analysis", description = "Every measurement and verdict, with its reason.")
    int analysis(@Mixin Shared shared, @Parameters(paramLabel = "ROLLOUT") String id) {
        JsonNode page = shared.connections()
                .deployment()
                .get(JsonClient.path("/v1/deployment/{}/analysis", id), JsonNode.class);
        shared.printer().many(page, "at", "weight", "metric", "value", "limit", "samples", "verdict", "reason");
        return 0;
    }

    @Command(name = "promote", description = "Go to 100 % now.")
    int promote(@Mixin Shared shared, @Parameters(paramLabel = "ROLLOUT") String id) {
        return order(shared, "/v1/deployment/{}/promote", id, null);
    }

    @Command(name = "abort", description = "Give up and go back.")
    int abort(
            @Mixin Shared shared,
            @Parameters(paramLabel = "ROLLOUT") String id,
            @Option(names = "--reason") @Nullable String reason) {
        return order(shared, "/v1/deployment/{}/abort", id, reason);
    }

    @Command(name = "pause", description = "Stay at the present weight.")
    int pause(
            @Mixin Shared shared,
            @Parameters(paramLabel = "ROLLOUT") String id,
            @Option(names = "--reason") @Nullable String reason) {
        return order(shared, "/v1/deployment/{}/pause", id, reason);
    }

    @Command(name = "resume", description = "Go on after a pause.")
    int resume(@Mixin Shared shared, @Parameters(paramLabel = "ROLLOUT") String id) {
        return order(shared, "/v1/deployment/{}/resume", id, null);
    }

    @Command(name = "retry", description = "Try a rollout that ended badly once more.")
    int retry(@Mixin Shared shared, @Parameters(paramLabel = "ROLLOUT") String id) {
        return order(shared, "/v1/deployment/{}/retry", id, null);
    }

    @Command(name = "rollback", description = "Go back to the version before, also after promotion.")
    int rollback(
            @Mixin Shared shared,
            @Parameters(paramLabel = "ROLLOUT") String id,
            @Option(names = "--reason") @Nullable String reason) {
        return order(shared, "/v1/deployment/rollback/{}", id, reason);
    }

    private static int order(Shared shared, String template, String id, @Nullable String reason) {
        shared.printer()
                .one(shared.connections()
                        .deployment()
                        .post(JsonClient.path(template, id), new ReasonRequest(reason), JsonNode.class));
        return 0;
    }
}
