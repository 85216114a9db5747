package io.graft.engine.export;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// A Python with the libraries that read what the engine writes.
final class Python {

    private final String command;

    private Python(String command) {
        this.command = command;
    }

    /// `GRAFT_PYTHON`, or `python3` on the path; skips the test where it lacks the libraries.
    static Python withPeft() throws IOException, InterruptedException {
        Python python =
                new Python(Optional.ofNullable(System.getenv("GRAFT_PYTHON")).orElse("python3"));
        Assumptions.assumeTrue(
                python.imports("peft, transformers, gguf"),
                "skipped: " + python.command + " lacks peft, transformers or gguf; GRAFT_PYTHON may name another");
        return python;
    }

    private boolean imports(String libraries) throws InterruptedException {
        try {
            return start(List.of("-c", "import " + libraries), ProcessBuilder.Redirect.DISCARD)
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    /// Runs a script of the test resources.
    void run(String script, Path... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(resource(script).toString());
        for (Path argument : arguments) {
            line.add(argument.toString());
        }
        Process process = start(line, ProcessBuilder.Redirect.PIPE);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(script + " failed:\n" + output);
        }
    }

    private Process start(List<String> arguments, ProcessBuilder.Redirect output) throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("HF_HUB_OFFLINE", "1");
        return builder.start();
    }

    private static Path resource(String name) {
        URL url = Python.class.getResource("/" + name);
        if (url == null) {
            throw new IllegalStateException("the test resources lack " + name);
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
