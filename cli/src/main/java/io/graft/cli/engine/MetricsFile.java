package io.graft.cli.engine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `metrics.jsonl`: one line a step or evaluation. A training that goes on from a checkpoint drops the lines of the
/// steps that it makes again, and a last line that was cut off.
final class MetricsFile implements AutoCloseable {

    private final BufferedWriter out;
    private final List<JsonNode> kept;

    private MetricsFile(BufferedWriter out, List<JsonNode> kept) {
        this.out = out;
        this.kept = kept;
    }

    /// Opens the file and keeps its lines up to a step.
    static MetricsFile upTo(Path file, int step) throws IOException {
        List<JsonNode> kept = new ArrayList<>();
        if (step > 0 && Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (!keep(line, step, kept)) {
                    break;
                }
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        MetricsFile metrics = new MetricsFile(Files.newBufferedWriter(file), kept);
        for (JsonNode line : kept) {
            metrics.add(line);
        }
        return metrics;
    }

    private static boolean keep(String line, int step, List<JsonNode> kept) {
        try {
            JsonNode node = ContractJson.mapper().readTree(line);
            if (!node.has("step") || node.path("step").asInt() > step) {
                return false;
            }
            kept.add(node);
            return true;
        } catch (JacksonException _) {
            return false; // the process was killed while it wrote this line
        }
    }

    /// Lines of the steps before this process.
    List<JsonNode> kept() {
        return kept;
    }

    void add(JsonNode line) throws IOException {
        out.write(line.toString());
        out.write('\n');
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
