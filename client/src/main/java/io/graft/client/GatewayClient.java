package io.graft.client;

import io.graft.contracts.Page;
import io.graft.contracts.inference.InferenceApi.FeedbackRequest;
import io.graft.contracts.inference.InferenceApi.FeedbackResponse;
import io.graft.contracts.inference.InferenceApi.Route;
import io.graft.contracts.inference.InferenceApi.VersionStats;
import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import io.graft.contracts.inference.OpenAiApi.ChatResponse;
import io.graft.contracts.inference.OpenAiApi.ModelList;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The gateway's API: routes, evidence, feedback, and answers.
public final class GatewayClient {

    private static final String REQUEST_ID = "x-request-id";

    private final JsonClient client;

    public GatewayClient(JsonClient client) {
        this.client = client;
    }

    public Page<Route> routes() {
        return client.getPage("/v1/gateway/routes?page_size=500", Route.class);
    }

    /// The route of a model; empty where nothing serves it yet.
    public Optional<Route> route(String model) {
        try {
            return Optional.of(client.get(routePath(model), Route.class));
        } catch (RemoteProblem problem) {
            if (problem.status() == 404) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /// Sets the shares of a model; with a revision only if that is still the current one (0: no route yet).
    public Route putRoute(Route route) {
        return client.put(routePath(route.model()), route, Route.class);
    }

    public void deleteRoute(String model) {
        client.delete(routePath(model));
    }

    /// What a version did.
    ///
    /// @param since absent: in all the time that the prediction log keeps
    public VersionStats stats(String model, String version, @Nullable Instant since) {
        String query = JsonClient.path("/v1/gateway/stats?model={}&version={}", model, version);
        return client.get(
                since == null ? query : query + "&since=" + JsonClient.escape(since.toString()), VersionStats.class);
    }

    public FeedbackResponse feedback(FeedbackRequest feedback) {
        return client.post("/v1/gateway/feedback", feedback, FeedbackResponse.class);
    }

    public ModelList models() {
        return client.get("/v1/models", ModelList.class);
    }

    public ChatResponse chat(ChatRequest request) {
        return client.post("/v1/chat/completions", request, ChatResponse.class);
    }

    /// A chat under a request id of one's own: a retry with the same id is recorded once, and feedback can name it.
    public ChatResponse chat(UUID requestId, ChatRequest request) {
        return client.exchange(
                client.postRequest("/v1/chat/completions", request).setHeader(REQUEST_ID, requestId.toString()),
                ChatResponse.class);
    }

    private static String routePath(String model) {
        return JsonClient.path("/v1/gateway/routes/{}", model);
    }
}
