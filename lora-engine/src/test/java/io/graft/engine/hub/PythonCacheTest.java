package io.graft.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cache is shared with Python's `huggingface_hub`. Needs a Python that has it: `-Dgraft.python=…`, or `python3`.
class PythonCacheTest {

    private static final String FETCH = """
            import sys
            from huggingface_hub import snapshot_download
            print(snapshot_download("owner/tiny", local_files_only=sys.argv[1] == "offline"))
            """;

    @TempDir
    Path home;

    private final Path said;

    PythonCacheTest(@TempDir Path folder) {
        this.said = folder.resolve("said.txt");
    }

    /// Exit status of a Python program that knows only this cache and this hub.
    private int python(String endpoint, String program, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder python = new ProcessBuilder(System.getProperty("graft.python", "python3"), "-c", program);
        python.command().addAll(java.util.List.of(arguments));
        python.environment()
                .putAll(Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", endpoint, "HF_HUB_DISABLE_XET", "1"));
        python.redirectErrorStream(true).redirectOutput(said.toFile());
        Process process = python.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void requirePython() throws InterruptedException {
        boolean found;
        try {
            found = python("http://localhost:1", "import huggingface_hub") == 0;
        } catch (IOException e) {
            found = false;
        }
        Assumptions.assumeTrue(found, "skipped: no Python with huggingface_hub, see -Dgraft.python");
    }

    private Path said() throws IOException {
        String[] lines = Files.readString(said, StandardCharsets.UTF_8).strip().split("\n", -1);
        return Path.of(lines[lines.length - 1]);
    }

    private HubSettings settings(HubServer server, String offline) throws IOException {
        return HubSettings.of(
                Map.of(
                        "HF_HOME", home.toString(),
                        "HF_ENDPOINT", server.endpoint().toString(),
                        "HF_HUB_OFFLINE", offline),
                home);
    }

    private static HubServer server() throws IOException {
        return new HubServer()
                .with("config.json", "{}")
                .with("tokenizer.json", "{}")
                .with("model.safetensors", new byte[1000]);
    }

    @Test
    void python_finds_what_was_downloaded_here() throws Exception {
        requirePython();
        try (HubServer server = server()) {
            Path folder = ModelSource.parse("hf://owner/tiny").resolve(settings(server, "0"), DownloadListener.SILENT);
            assertThat(python(server.endpoint().toString(), FETCH, "offline")).isZero();
            assertThat(said()).isEqualTo(folder);
        }
    }

    @Test
    void what_python_downloaded_is_found_here() throws Exception {
        requirePython();
        try (HubServer server = server()) {
            assertThat(python(server.endpoint().toString(), FETCH, "online"))
                    .as(Files.readString(said))
                    .isZero();
            server.asked.clear();
            Path folder = ModelSource.parse("hf://owner/tiny").resolve(settings(server, "1"), DownloadListener.SILENT);
            assertThat(folder).isEqualTo(said());
            assertThat(server.asked).isEmpty();
            ModelSource.parse("hf://owner/tiny").resolve(settings(server, "0"), DownloadListener.SILENT);
            assertThat(server.asked)
                    .extracting(HubServer.Asked::path)
                    .containsExactly("hub/api/models/owner/tiny/revision/main");
        }
    }
}
