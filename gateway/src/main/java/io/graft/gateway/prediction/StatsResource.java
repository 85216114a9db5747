package io.graft.gateway.prediction;

import io.graft.contracts.Page;
import io.graft.contracts.inference.InferenceApi.VersionStats;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `/v1/gateway/stats`: the evidence on which a rollout decides.
@Path("/v1/gateway/stats")
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {

    private final Predictions predictions;

    StatsResource(Predictions predictions) {
        this.predictions = predictions;
    }

    @GET
    public VersionStats ofVersion(
            @QueryParam("model") @Nullable String model,
            @QueryParam("version") @Nullable String version,
            @QueryParam("since") @Nullable String since) {
        return predictions.stats(required("model", model), required("version", version), moment(since));
    }

    /// Every version of a model that was asked since a moment.
    @GET
    @Path("/{model}")
    public Page<VersionStats> ofModel(String model, @QueryParam("since") @Nullable String since) {
        return new Page<>(predictions.stats(model, moment(since)), null);
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.Invalid.of(name, "must be given");
        }
        return value;
    }

    private static Instant moment(@Nullable String since) {
        try {
            return since == null ? Instant.EPOCH : Instant.parse(since);
        } catch (DateTimeException e) {
            throw Problem.Invalid.of("since", "must be a time like 2026-01-31T12:00:00Z, is " + since);
        }
    }
}
