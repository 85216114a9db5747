package io.graft.engine.check;

import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rendered requests of a benchmark folder, found by what they say of themselves.
final class BenchRequests {

    private static final String FOLDER = "requests";

    private final Path bench;

    BenchRequests(Path bench) {
        this.bench = bench;
    }

    /// What a result says of the requests it was made with.
    ///
    /// @param model whose chat template rendered the requests; empty where no template did
    record Setting(String task, int shots, String sampler, Optional<String> model) {

        boolean matches(OracleNode requests) throws IOException {
            return requests.at("task").text().equals(task)
                    && requests.at("num_fewshot").integer() == shots
                    && requests.at("sampler").text().equals(sampler);
        }
    }

    /// The requests of a task in the order of its documents.
    List<OracleNode> of(Setting setting) throws IOException {
        String folder =
                setting.model().map(model -> FOLDER + "-" + model + "-chat").orElse(FOLDER);
        List<Path> files = new ArrayList<>(ReferenceFolder.files(bench.resolve(folder)));
        for (Path file : files) {
            OracleNode requests = OracleNode.read(file);
            if (setting.matches(requests)) {
                return requests.at("requests").items();
            }
        }
        throw new MalformedFileException(bench.resolve(folder), "holds no requests of " + setting);
    }
}
