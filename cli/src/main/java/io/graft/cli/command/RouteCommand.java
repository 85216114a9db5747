package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.client.GatewayClient;
import io.graft.contracts.inference.InferenceApi.Route;
import io.graft.contracts.inference.InferenceApi.Share;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "route", description = "Which versions answer at the gateway.")
class RouteCommand {

    @Command(name = "get", description = "All routes.")
    int get(@Mixin Shared shared) {
        shared.printer()
                .many(
                        shared.connections().gateway().get("/v1/gateway/routes", JsonNode.class),
                        "model",
                        "shares",
                        "revision");
        return 0;
    }

    @Command(name = "set", description = "Set the weights of a model: VERSION=PERCENT …, 100 in all.")
    int set(
            @Mixin Shared shared,
            @Parameters(index = "0", paramLabel = "MODEL") String model,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "VERSION=PERCENT") Map<String, Integer> weights) {
        var shares = weights.entrySet().stream()
                .map(weight -> new Share(weight.getKey(), weight.getValue()))
                .toList();
        shared.printer()
                .one(new GatewayClient(shared.connections().gateway()).putRoute(new Route(model, shares, null)));
        return 0;
    }
}
