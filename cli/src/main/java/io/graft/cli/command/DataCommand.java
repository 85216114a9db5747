package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.client.JsonClient;
import io.graft.client.TrainingClient;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "data", description = "Data sets: import, list, look at.")
class DataCommand {

    @Command(name = "import", description = "Import rows from a JSONL or CSV file as a new version of a data set.")
    int importFile(
            @Mixin Shared shared,
            @Parameters(paramLabel = "FILE", description = "training rows") Path file,
            @Option(names = "--name", required = true, description = "the data set's name") String name,
            @Option(names = "--test", description = "held-out rows, in a file of their own") @Nullable Path test,
            @Option(names = "--test-split", description = "share of FILE to hold out instead, 0 to 0.5") @Nullable
                    Double testSplit,
            @Option(names = "--label-map", description = "JSON file {\"group\": [\"label\", …]}: train on groups")
                    @Nullable
                    Path labelMap)
            throws IOException {
        TrainingClient training = new TrainingClient(shared.connections().training());
        var upload = new TrainingClient.DatasetUpload(
                name,
                shared.surroundings().resolve(file),
                test == null ? null : shared.surroundings().resolve(test),
                testSplit,
                labelMap == null ? null : shared.surroundings().resolve(labelMap));
        shared.printer().one(training.importDataset(upload));
        return 0;
    }

    @Command(name = "list", description = "All data sets, newest first.")
    int list(@Mixin Shared shared) {
        JsonNode page = shared.connections().training().get("/v1/training/datasets", JsonNode.class);
        shared.printer().many(page, "name", "version", "kind", "quality.train_rows", "quality.test_rows", "created_at");
        return 0;
    }

    @Command(name = "get", description = "One data set.")
    int get(@Mixin Shared shared, @Parameters(paramLabel = "NAME") String name) {
        shared.printer().one(get(shared, "/v1/training/datasets/{}", name));
        return 0;
    }

    @Command(name = "quality", description = "What the import found: rejected rows, duplicates, leaks, balance.")
    int quality(@Mixin Shared shared, @Parameters(paramLabel = "NAME") String name) {
        shared.printer().one(get(shared, "/v1/training/datasets/{}/quality", name));
        return 0;
    }

    private static JsonNode get(Shared shared, String template, String name) {
        return shared.connections().training().get(JsonClient.path(template, name), JsonNode.class);
    }
}
