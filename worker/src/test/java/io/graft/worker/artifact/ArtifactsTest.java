package io.graft.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graft.client.JsonClient;
import io.graft.client.RegistryClient;
import io.graft.contracts.ArtifactFile;
import io.graft.worker.FakeServices;
import io.graft.worker.report.Backoff;
import io.graft.worker.report.Retries;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTest {

    @TempDir
    Path folder;

    private FakeServices services;
    private Artifacts artifacts;

    @BeforeEach
    void start() throws IOException {
        services = new FakeServices();
        artifacts = new Artifacts(
                new RegistryClient(new JsonClient(URI.create(services.url()))),
                folder.resolve("cache"),
                new Retries(Backoff.PATIENT, () -> true));
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void a_cached_file_that_was_damaged_is_fetched_again() throws IOException {
        ArtifactFile artifact = services.keep("rows.jsonl", bytes("rows"));
        Path cached = artifacts.download(artifact);
        Files.writeString(cached, "damaged");

        assertThat(artifacts.download(artifact)).isEqualTo(cached).hasContent("rows");
    }

    @Test
    void a_cached_file_needs_no_registry() throws IOException {
        ArtifactFile artifact = services.keep("rows.jsonl", bytes("rows"));
        artifacts.download(artifact);
        services.close();

        assertThat(artifacts.download(artifact)).hasContent("rows");
    }

    @Test
    void other_bytes_than_asked_for_never_reach_the_cache() throws IOException {
        ArtifactFile artifact = services.keep("rows.jsonl", bytes("rows"));
        services.corrupt(artifact);

        assertThatExceptionOfType(CorruptArtifact.class)
                .isThrownBy(() -> artifacts.download(artifact))
                .withMessageContaining(artifact.digest());
        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void an_adapter_is_uploaded_and_comes_back_as_it_was() throws IOException {
        Path adapter = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(adapter.resolve("adapter_config.json"), "{}");
        Files.writeString(adapter.resolve("adapter_model.safetensors"), "weights");

        List<ArtifactFile> files = artifacts.upload(adapter);

        assertThat(files)
                .extracting(ArtifactFile::path)
                .containsExactly("adapter_config.json", "adapter_model.safetensors");
        Path copy = artifacts.download(files, folder.resolve("copy"));
        assertThat(copy.resolve("adapter_model.safetensors")).hasContent("weights");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
