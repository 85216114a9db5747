package io.graft.contracts.inference;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bodies of the gateway's and the model server's own calls; the OpenAI bodies are in [OpenAiApi].
public interface InferenceApi {

    /// `GET/PUT /v1/gateway/routes/{model}`: which versions answer for a model. Weights sum to 100.
    ///
    /// @param revision rises with every change; given in a `PUT`, the change is refused with 412 when it is not
    ///             current
    record Route(String model, List<Share> shares, @Nullable Long revision) {}

    record Share(String version, int weight) {}

    /// `GET /v1/gateway/stats?model=&version=&since=`.
    ///
    /// @param requests    that the version answered or failed: what its error rate is a share of
    /// @param errors      failures that are the version's own fault
    /// @param unavailable requests that never reached the version because the model server was away or busy; not
    ///             among `requests`
    /// @param p95         milliseconds of the answered requests
    /// @param feedback    answers whose truth is known, of which `correct` agreed
    record VersionStats(
            String model,
            String version,
            long requests,
            long errors,
            long unavailable,
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            long feedback,
            long correct,
            @Nullable Instant lastRequestAt) {}

    /// `POST /v1/gateway/feedback`.
    ///
    /// @param label  the right answer, compared with the completion in lower case without surrounding space
    /// @param rating 1 agrees, 0 disagrees
    record FeedbackRequest(
            UUID requestId,
            @Nullable String label,
            @Nullable Integer rating) {}

    record FeedbackResponse(UUID requestId, boolean correct) {}

    /// `POST /v1/load_lora_adapter`.
    ///
    /// @param loraName the name to ask for, `library-desk@1.2.0`
    /// @param loraPath `registry://NAME/VERSION`, or a folder below the server's adapter root
    record LoadAdapterRequest(String loraName, String loraPath) {}

    record UnloadAdapterRequest(String loraName) {}

    record AdapterView(
            String loraName, String baseModel, @Nullable String digest, Instant loadedAt, long requests) {}
}
