package io.graft.engine.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `adapter_config.json` as PEFT writes and reads it.
final class PeftConfig {

    private static final String PEFT_VERSION = "0.21.0";

    private final Path file;

    PeftConfig(Path file) {
        this.file = file;
    }

    LoraConfig read() throws IOException {
        JsonNode root = JsonFiles.read(file);
        requireSupported(root);
        JsonNode rank = root.path("r");
        if (!rank.isIntegralNumber()) {
            throw wrong("r must be a whole number, is " + rank);
        }
        try {
            return new LoraConfig(
                    rank.asInt(),
                    root.path("lora_alpha").asDouble(8),
                    root.path("lora_dropout").asDouble(0),
                    Projection.named(targets(root.path("target_modules"))),
                    root.path("use_rslora").asBoolean(false)
                            ? LoraConfig.Scaling.ROOT_OF_RANK
                            : LoraConfig.Scaling.RANK);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, String.valueOf(e.getMessage()), e);
        }
    }

    /// Module names: plain, or the last part of full names.
    private static List<String> targets(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.isTextual()) {
            names.add(node.asText());
        }
        node.forEach(name -> names.add(name.asText().substring(name.asText().lastIndexOf('.') + 1)));
        return names;
    }

    private void requireSupported(JsonNode root) throws IOException {
        if (!root.path("peft_type").asText().equals("LORA")) {
            throw wrong("peft_type must be LORA, is " + root.path("peft_type"));
        }
        if (!root.path("bias").asText("none").equals("none")) {
            throw wrong("bias must be none, is " + root.path("bias"));
        }
        for (String flag : List.of("use_dora", "use_qalora", "fan_in_fan_out", "lora_bias")) {
            if (root.path(flag).asBoolean(false)) {
                throw wrong(flag + " must be false, is " + root.path(flag));
            }
        }
        for (String field : List.of("rank_pattern", "alpha_pattern", "modules_to_save", "layers_to_transform")) {
            if (root.hasNonNull(field) && !root.path(field).isEmpty()) {
                throw wrong(field + " must be empty, is " + root.path(field));
            }
        }
    }

    private MalformedFileException wrong(String problem) {
        return new MalformedFileException(file, problem);
    }

    /// The configuration with all fields that PEFT writes, sorted by name.
    static ObjectNode json(LoraConfig config, String baseModel) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (String field : NULLS) {
            root.putNull(field);
        }
        for (String field : FALSE) {
            root.put(field, false);
        }
        root.putObject("alpha_pattern");
        root.put("base_model_name_or_path", baseModel);
        root.put("bias", "none");
        root.put("inference_mode", true);
        root.put("init_lora_weights", true);
        root.putObject("loftq_config");
        putAlpha(root, config.alpha());
        root.put("lora_dropout", config.dropout());
        root.put("megatron_core", "megatron.core");
        root.put("peft_type", "LORA");
        root.put("peft_version", PEFT_VERSION);
        root.put("qalora_group_size", 16);
        root.put("r", config.rank());
        root.putObject("rank_pattern");
        ArrayNode targets = root.putArray("target_modules");
        config.targets().stream().map(Projection::moduleName).sorted().forEach(targets::add);
        root.put("task_type", "CAUSAL_LM");
        root.put("use_rslora", config.scaling() == LoraConfig.Scaling.ROOT_OF_RANK);
        return sorted(root);
    }

    private static final List<String> NULLS = List.of(
            "alora_invocation_tokens",
            "arrow_config",
            "auto_mapping",
            "corda_config",
            "eva_config",
            "exclude_modules",
            "kasa_config",
            "layer_replication",
            "layers_pattern",
            "layers_to_transform",
            "lora_ga_config",
            "megatron_config",
            "modules_to_save",
            "monteclora_config",
            "revision",
            "target_parameters",
            "trainable_token_indices",
            "use_bdlora",
            "velora_config");

    private static final List<String> FALSE =
            List.of("ensure_weight_tying", "fan_in_fan_out", "lora_bias", "use_dora", "use_qalora");

    /// PEFT writes a whole alpha without a decimal point.
    private static void putAlpha(ObjectNode root, double alpha) {
        if (alpha == Math.rint(alpha) && alpha < 1e9) {
            root.put("lora_alpha", (long) alpha);
        } else {
            root.put("lora_alpha", alpha);
        }
    }

    private static ObjectNode sorted(ObjectNode root) {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        root.propertyStream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(field -> sorted.set(field.getKey(), field.getValue()));
        return sorted;
    }
}
