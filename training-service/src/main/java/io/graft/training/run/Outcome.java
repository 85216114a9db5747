package io.graft.training.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail;
import java.util.List;
import java.util.Map;

/// What became of a run.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Adapter.class, name = "adapter"),
    @JsonSubTypes.Type(value = Outcome.Failure.class, name = "error"),
    @JsonSubTypes.Type(value = Outcome.Stopped.class, name = "stopped")
})
sealed interface Outcome {

    /// It succeeded.
    record Adapter(
            List<ArtifactFile> files, Map<String, Double> metrics, String baseModelDigest, long trainableParameters)
            implements Outcome {}

    /// It failed.
    record Failure(ProblemDetail problem) implements Outcome {}

    /// Somebody cancelled it.
    record Stopped(String reason) implements Outcome {}
}
