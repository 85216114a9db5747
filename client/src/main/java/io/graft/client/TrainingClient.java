package io.graft.client;

import io.graft.contracts.Page;
import io.graft.contracts.training.TrainingApi.DatasetView;
import io.graft.contracts.training.TrainingApi.RunView;
import io.graft.contracts.training.TrainingApi.StartRequest;
import io.graft.contracts.training.TrainingApi.StartResponse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The training service's API: data sets and runs.
public final class TrainingClient {

    private static final Duration IMPORT_TIMEOUT = Duration.ofMinutes(10);

    private final JsonClient client;

    public TrainingClient(JsonClient client) {
        this.client = client;
    }

    /// Files that become a version of a data set.
    ///
    /// @param test      held-out rows; absent: `testSplit` of the training file, or none
    /// @param labelMap  a JSON file that renames labels, `{"group": ["label", …]}`
    public record DatasetUpload(
            String name,
            Path file,
            @Nullable Path test,
            @Nullable Double testSplit,
            @Nullable Path labelMap) {}

    /// Uploads and checks the rows; the answer says what was found.
    public DatasetView importDataset(DatasetUpload upload) throws IOException {
        String boundary = "graft-" + UUID.randomUUID();
        List<BodyPublisher> parts = new ArrayList<>();
        parts.add(field(boundary, "name", upload.name()));
        if (upload.testSplit() != null) {
            parts.add(field(boundary, "test_split", upload.testSplit().toString()));
        }
        file(parts, boundary, "label_map", upload.labelMap());
        file(parts, boundary, "file", upload.file());
        file(parts, boundary, "test_file", upload.test());
        parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return client.exchange(
                client.request("/v1/training/datasets")
                        .timeout(IMPORT_TIMEOUT)
                        .setHeader("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new))),
                DatasetView.class);
    }

    /// The newest version of every data set, at most 500, by name.
    public Page<DatasetView> datasets() {
        return client.getPage("/v1/training/datasets?page_size=500", DatasetView.class);
    }

    /// @param version absent: the newest
    public DatasetView dataset(String name, @Nullable String version) {
        String path = version == null
                ? JsonClient.path("/v1/training/datasets/{}", name)
                : JsonClient.path("/v1/training/datasets/{}/versions/{}", name, version);
        return client.get(path, DatasetView.class);
    }

    /// Starts a run.
    ///
    /// @param key calls with the same key start one run, however often they are made
    public StartResponse start(StartRequest request, String key) {
        return client.exchange(
                client.postRequest("/v1/training/start", request).setHeader("Idempotency-Key", key),
                StartResponse.class);
    }

    public RunView run(UUID id) {
        return client.get(JsonClient.path("/v1/training/runs/{}", id), RunView.class);
    }

    private static BodyPublisher field(String boundary, String name, String value) {
        return BodyPublishers.ofString(
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
    }

    private static void file(List<BodyPublisher> parts, String boundary, String name, @Nullable Path file)
            throws IOException {
        if (file == null) {
            return;
        }
        String fileName = String.valueOf(file.getFileName()).replace('"', '_');
        parts.add(BodyPublishers.ofString(
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n",
                StandardCharsets.UTF_8));
        parts.add(BodyPublishers.ofFile(file));
        parts.add(BodyPublishers.ofString("\r\n"));
    }
}
