package io.graft.client;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.Page;
import io.graft.contracts.registry.RegistryApi.ArtifactView;
import io.graft.contracts.registry.RegistryApi.ModelView;
import io.graft.contracts.registry.RegistryApi.VersionView;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The registry's API: versions, and the artifact store.
public final class RegistryClient {

    private static final String CHAMPION = "champion";
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);

    private final JsonClient client;

    public RegistryClient(JsonClient client) {
        this.client = client;
    }

    public VersionView version(String model, String version) {
        return client.get(JsonClient.path("/v1/registry/models/{}/{}", model, version), VersionView.class);
    }

    /// At most 500, by name.
    public Page<ModelView> models() {
        return client.getPage("/v1/registry/models?page_size=500", ModelView.class);
    }

    public ModelView model(String model) {
        return client.get(JsonClient.path("/v1/registry/models/{}", model), ModelView.class);
    }

    /// The version that serves; empty where the model has none yet, or is not known.
    public Optional<VersionView> champion(String model) {
        try {
            return Optional.ofNullable(model(model).aliases().get(CHAMPION)).map(version -> version(model, version));
        } catch (RemoteProblem problem) {
            if (problem.status() == 404) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /// Whether the artifact store has this content.
    public boolean hasArtifact(String digest) {
        try {
            client.exchange(client.request(artifactPath(digest)).method("HEAD", BodyPublishers.noBody()), Void.class);
            return true;
        } catch (RemoteProblem problem) {
            if (problem.status() == 404) {
                return false;
            }
            throw problem;
        }
    }

    /// Stores the file's content, unless it is there already.
    ///
    /// @param artifact what the file is known to hold: the registry refuses other bytes
    public void uploadArtifact(ArtifactFile artifact, Path file) throws FileNotFoundException {
        if (!hasArtifact(artifact.digest())) {
            client.exchange(
                    client.request(JsonClient.path("/v1/registry/artifacts?digest={}", artifact.digest()))
                            .timeout(TRANSFER_TIMEOUT)
                            .setHeader("Content-Type", "application/octet-stream")
                            .POST(BodyPublishers.ofFile(file)),
                    ArtifactView.class);
        }
    }

    /// The content as a stream, which the caller closes, and whose digest the caller checks.
    public InputStream downloadArtifact(String digest) {
        return client.stream(client.request(artifactPath(digest))
                .timeout(TRANSFER_TIMEOUT)
                .setHeader("Accept", "application/octet-stream")
                .GET());
    }

    private static String artifactPath(String digest) {
        return JsonClient.path("/v1/registry/artifacts/{}", digest);
    }
}
