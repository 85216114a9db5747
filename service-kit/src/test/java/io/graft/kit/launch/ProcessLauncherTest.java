package io.graft.kit.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.worker.WorkerJob;
import io.graft.kit.auth.AuthConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProcessLauncherTest {

    @Test
    void a_worker_gets_its_token_and_the_services_key_and_nothing_else_that_is_secret() {
        Map<String, String> environment =
                new HashMap<>(Map.of("PATH", "/bin", "QUARKUS_DATASOURCE_PASSWORD", "p", "GRAFT_AUTH_CLIENT_KEY", "k"));

        launcher(Optional.of("k")).environment(environment, spec());

        assertThat(environment)
                .containsEntry("PATH", "/bin")
                .containsEntry("GRAFT_WORKER_TOKEN", "t")
                .containsEntry("GRAFT_API_KEY", "k")
                .doesNotContainKeys("QUARKUS_DATASOURCE_PASSWORD", "GRAFT_AUTH_CLIENT_KEY");
    }

    @Test
    void a_worker_of_a_service_without_a_key_gets_none() {
        Map<String, String> environment = new HashMap<>();

        launcher(Optional.empty()).environment(environment, spec());

        assertThat(environment).doesNotContainKey("GRAFT_API_KEY").containsEntry("GRAFT_WORKER_TOKEN", "t");
    }

    private static WorkerSpec spec() {
        UUID run = new UUID(0, 1);
        WorkerJob job = new WorkerJob.Benchmark(
                run, "http://report", "http://registry", "base", List.of(), List.of(), 0, null, 1, null);
        return new WorkerSpec(run, job, 1, "t", null, 0);
    }

    private static ProcessLauncher launcher(Optional<String> key) {
        return new ProcessLauncher(
                new WorkerSettings(Path.of("home"), Path.of("models"), Optional.empty(), 64, "http://collector"),
                new AuthSettings(true, Map.of(), key));
    }

    private record WorkerSettings(
            Path home, Path modelsDir, Optional<String> workerClassPath, int workerHeapMb, String otlpEndpoint)
            implements WorkerConfig {}

    private record AuthSettings(boolean enabled, Map<String, Key> keys, Optional<String> clientKey)
            implements AuthConfig {}
}
