package io.graft.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.training.RunConfig;
import io.graft.contracts.worker.WorkerJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Small jobs on the library desk's rows.
final class Jobs {

    private static final Path DEMO = WorkerProcess.ROOT.resolve("demo").resolve("library-desk");

    private Jobs() {}

    static ArtifactFile rows(FakeServices services, String file, int count) throws IOException {
        return rows(services, file, count, Set.of());
    }

    /// @param labels of the rows; empty for any
    static ArtifactFile rows(FakeServices services, String file, int count, Set<String> labels) throws IOException {
        String rows = Files.readAllLines(DEMO.resolve(file)).stream()
                .filter(row -> labels.isEmpty()
                        || labels.stream().anyMatch(label -> row.endsWith("\"label\": \"" + label + "\"}")))
                .limit(count)
                .collect(Collectors.joining("\n", "", "\n"));
        return services.keep(file, rows.getBytes(StandardCharsets.UTF_8));
    }

    /// @param config JSON
    static WorkerJob.Train train(FakeServices services, ArtifactFile rows, String config) {
        return train(services, rows, config, null);
    }

    static WorkerJob.Train train(
            FakeServices services, ArtifactFile rows, String config, @Nullable List<ArtifactFile> startFrom) {
        return new WorkerJob.Train(
                UUID.randomUUID(),
                services.reportUrl(),
                services.url(),
                "desk",
                "labelled",
                rows,
                config(config),
                startFrom);
    }

    private static RunConfig config(String json) {
        try {
            return ContractJson.mapper().readValue(json, RunConfig.class).withDefaults();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static WorkerJob.Benchmark benchmark(
            FakeServices services, List<WorkerJob.Subject> subjects, ArtifactFile test, @Nullable Integer limit) {
        return new WorkerJob.Benchmark(
                UUID.randomUUID(),
                services.reportUrl(),
                services.url(),
                "graft-tiny",
                subjects,
                List.of(new WorkerJob.Task("dataset:desk@1", "labelled", test)),
                0,
                limit,
                7,
                null);
    }
}
