package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.graft.client.JsonClient;
import io.graft.contracts.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "train", description = "Training runs: start, watch, stop.")
class TrainCommand {

    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");
    private static final Set<String> BAD = Set.of("failed", "cancelled");

    @Command(name = "start", description = "Start a run.")
    int start(
            @Mixin Shared shared,
            @Parameters(paramLabel = "MODEL") String model,
            @Parameters(paramLabel = "DATASET") String dataset,
            @Option(names = "--config", description = "YAML or JSON file with the run's configuration") @Nullable
                    Path file,
            @Option(names = "--set", description = "one field, for example learning_rate=0.003 or lora.r=16") @Nullable
                    Map<String, String> fields)
            throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode config = file == null
                ? yaml.createObjectNode()
                : yaml.readTree(shared.surroundings().resolve(file).toFile());
        if (fields != null) {
            for (Map.Entry<String, String> field : fields.entrySet()) {
                set((ObjectNode) config, field.getKey(), yaml.readTree(field.getValue()));
            }
        }
        ObjectNode request = ContractJson.mapper().createObjectNode();
        request.put("model_name", model).put("dataset_name", dataset).set("config", config);
        shared.printer().one(shared.connections().training().post("/v1/training/start", request, JsonNode.class));
        return 0;
    }

    @Command(name = "list", description = "Runs, newest first.")
    int list(@Mixin Shared shared) {
        JsonNode page = shared.connections().training().get("/v1/training/runs", JsonNode.class);
        shared.printer()
                .many(page, "training_id", "model_name", "status", "progress_pct", "loss", "version", "created_at");
        return 0;
    }

    @Command(name = "get", description = "One run; exit code 1 when a watched run does not succeed.")
    int get(
            @Mixin Shared shared,
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--watch", description = "show its progress until it ends") boolean watch) {
        return shared.show(
                shared.connections().training(),
                path("/v1/training/runs/{}", run),
                watch,
                ENDS,
                BAD,
                TrainCommand::line);
    }

    @Command(name = "metrics", description = "Loss, learning rate and speed, step by step.")
    int metrics(@Mixin Shared shared, @Parameters(paramLabel = "RUN") String run) {
        JsonNode page = shared.connections().training().get(path("/v1/training/runs/{}/metrics", run), JsonNode.class);
        shared.printer()
                .many(
                        page,
                        "step",
                        "epoch",
                        "loss",
                        "mean_token_accuracy",
                        "learning_rate",
                        "grad_norm",
                        "tokens_per_second");
        return 0;
    }

    @Command(name = "logs", description = "What the run's worker printed.")
    int logs(@Mixin Shared shared, @Parameters(paramLabel = "RUN") String run) throws IOException {
        JsonClient training = shared.connections().training();
        try (var log = training.stream(training.request(path("/v1/training/runs/{}/logs", run))
                .setHeader("Accept", "text/plain")
                .GET())) {
            shared.printer().text(new String(log.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
        }
        return 0;
    }

    @Command(name = "stop", description = "Stop a run at its next step; a checkpoint is kept.")
    int stop(@Mixin Shared shared, @Parameters(paramLabel = "RUN") String run) {
        shared.printer()
                .one(shared.connections().training().post(path("/v1/training/stop/{}", run), null, JsonNode.class));
        return 0;
    }

    private static void set(ObjectNode config, String name, JsonNode value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            config.set(name, value);
        } else {
            set(config.withObject("/" + name.substring(0, dot)), name.substring(dot + 1), value);
        }
    }

    private static String line(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "%s  %.0f %%  step %d/%d  loss %s",
                run.path("status").asText(),
                run.path("progress_pct").asDouble(),
                run.path("step").asInt(),
                run.path("total_steps").asInt(),
                run.path("loss").asText("-"));
    }

    private static String path(String template, String run) {
        return JsonClient.path(template, run);
    }
}
