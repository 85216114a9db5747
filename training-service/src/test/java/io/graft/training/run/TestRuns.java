package io.graft.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.training.RunConfig;
import java.time.Instant;
import java.util.UUID;

/// Runs to try rules on.
final class TestRuns {

    static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private TestRuns() {}

    static TrainingRun queued(String config) {
        ArtifactFile train = new ArtifactFile("train.jsonl", "sha256:" + "0".repeat(64), 1);
        RunSpec spec = new RunSpec(
                "desk", "desk", "0123456789ab", "labelled", train, null, config(config), null, null, null, CREATED);
        return TrainingRun.queued(new RunId(UUID.randomUUID()), spec);
    }

    static RunConfig config(String json) {
        try {
            return ContractJson.mapper().readValue(json, RunConfig.class).withDefaults();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
