package io.graft.engine.check;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.compute.Compute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Results of lm-evaluation-harness: requests as it rendered them, scored and continued by the engine. To render
/// tasks is another module's concern.
final class BenchCheck {

    private final Path bench;
    private final Compute compute;
    private final Cases cases;
    private final Map<String, ReferenceModel> models = new TreeMap<>();

    BenchCheck(Path bench, Compute compute, Cases cases) {
        this.bench = bench;
        this.compute = compute;
        this.cases = cases;
    }

    void run() throws IOException {
        try {
            for (Path file : ReferenceFolder.files(bench.resolve("results"))) {
                String name = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
                Cases ofFile = cases.part(name);
                ofFile.attempt("results", () -> results(OracleNode.read(file), ofFile));
            }
        } finally {
            models.values().forEach(ReferenceModel::close);
        }
    }

    private void results(OracleNode results, Cases ofFile) throws IOException {
        String[] named = results.at("model").text().split(" \\+ ", 2); // a model, or a model and an adapter's folder
        ReferenceModel reference =
                models.computeIfAbsent(named[0], name -> new ReferenceModel(bench.resolveSibling(name), compute));
        Adapter adapter =
                named.length == 1 ? Adapter.NONE : LoraAdapter.load(reference.model(), bench.resolveSibling(named[1]));
        HarnessScores.Run run = new HarnessScores.Run(
                reference,
                adapter,
                results.at("max_length").integer(),
                results.at("max_gen_toks").integer());
        OracleNode tasks = results.at("tasks");
        BenchRequests requests = new BenchRequests(bench);
        for (Map.Entry<String, ?> task : tasks.node().properties()) {
            String name = task.getKey();
            Cases ofTask = ofFile.part(name);
            ofTask.attempt("scores", () -> {
                List<OracleNode> asked = requests.of(setting(results, name, named[0]));
                new HarnessScores(run, ofTask).check(tasks.at(name), asked);
            });
        }
    }

    private static BenchRequests.Setting setting(OracleNode results, String task, String model) throws IOException {
        boolean chat = results.at("chat_template").flag();
        return new BenchRequests.Setting(
                task,
                results.at("num_fewshot").integer(),
                results.at("sampler").text(),
                chat ? Optional.of(model) : Optional.empty());
    }
}
