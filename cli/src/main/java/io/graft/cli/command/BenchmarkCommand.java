package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.client.JsonClient;
import io.graft.contracts.benchmark.BenchmarkApi.RunRequest;
import io.graft.contracts.benchmark.BenchmarkApi.RunSettings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "benchmark", description = "Benchmarks: run, look at, compare.")
class BenchmarkCommand {

    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");
    private static final Set<String> BAD = Set.of("failed", "cancelled");

    @Command(name = "run", description = "Score models on benchmarks.")
    int run(
            @Mixin Shared shared,
            @Parameters(paramLabel = "MODEL", arity = "1..*", description = "NAME@VERSION, NAME or a base model")
                    List<String> models,
            @Option(
                            names = {"-b", "--benchmark"},
                            required = true,
                            description = "dataset:NAME[@VERSION]; may be given again")
                    List<String> benchmarks,
            @Option(names = "--limit", description = "rows per benchmark") @Nullable Integer limit) {
        RunRequest request = new RunRequest(models, benchmarks, new RunSettings(null, null, null, limit, null));
        shared.printer().one(shared.connections().benchmarks().post("/v1/benchmarks/run", request, JsonNode.class));
        return 0;
    }

    @Command(name = "list", description = "Benchmark runs, newest first.")
    int list(@Mixin Shared shared) {
        JsonNode page = shared.connections().benchmarks().get("/v1/benchmarks/runs", JsonNode.class);
        shared.printer().many(page, "run_id", "status", "models", "benchmarks", "created_at");
        return 0;
    }

    @Command(name = "get", description = "The results of a run.")
    int get(
            @Mixin Shared shared,
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--watch", description = "show its progress until it ends") boolean watch) {
        return shared.show(
                shared.connections().benchmarks(),
                JsonClient.path("/v1/benchmarks/results/{}", run),
                watch,
                ENDS,
                BAD,
                one -> String.format(
                        Locale.ROOT,
                        "%s  %.0f %%",
                        one.path("status").asText(),
                        one.path("progress_pct").asDouble()));
    }

    @Command(
            name = "compare",
            description = "Two models on the same rows: exact McNemar test and the rows that flipped.")
    int compare(@Mixin Shared shared, @Parameters(paramLabel = "A") String a, @Parameters(paramLabel = "B") String b) {
        shared.printer()
                .one(shared.connections()
                        .benchmarks()
                        .get(JsonClient.path("/v1/benchmarks/compare?a={}&b={}", a, b), JsonNode.class));
        return 0;
    }

    @Command(name = "tasks", description = "The benchmarks there are.")
    int tasks(@Mixin Shared shared) {
        shared.printer()
                .many(
                        shared.connections().benchmarks().get("/v1/benchmarks/tasks", JsonNode.class),
                        "name",
                        "output_type",
                        "description");
        return 0;
    }
}
