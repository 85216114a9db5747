package io.graft.engine.adapter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `adapter_config.json` with all fields that PEFT writes, sorted by name.
final class PeftConfigJson {

    private static final String PEFT_VERSION = "0.21.0";

    private static final List<String> NULLS = List.of(
            "alora_invocation_tokens",
            "arrow_config",
            "auto_mapping",
            "corda_config",
            "eva_config",
            "kasa_config",
            "layer_replication",
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
            List.of("ensure_weight_tying", "fan_in_fan_out", "lora_bias", "use_qalora");

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final LoraConfig config;

    private PeftConfigJson(LoraConfig config) {
        this.config = config;
    }

    static ObjectNode of(LoraAdapter adapter) {
        PeftConfigJson json = new PeftConfigJson(adapter.config());
        json.putConstants();
        json.root.put("base_model_name_or_path", adapter.base().name());
        json.putShape();
        json.putModules(
                "target_modules", adapter.plan().writtenTargets(adapter.config().targets()));
        json.putModules("exclude_modules", adapter.config().targets().excluded());
        json.putLayers();
        return json.sorted();
    }

    private void putConstants() {
        NULLS.forEach(root::putNull);
        FALSE.forEach(field -> root.put(field, false));
        root.put("bias", "none");
        root.put("inference_mode", true);
        root.putObject("loftq_config");
        root.put("megatron_core", "megatron.core");
        root.put("peft_type", "LORA");
        root.put("peft_version", PEFT_VERSION);
        root.put("qalora_group_size", 16);
        root.put("task_type", "CAUSAL_LM");
    }

    private void putShape() {
        root.put("r", config.rank());
        putNumber(root, "lora_alpha", config.alpha());
        root.put("lora_dropout", config.dropout());
        ObjectNode ranks = root.putObject("rank_pattern");
        config.patterns().ranks().forEach(ranks::put);
        ObjectNode alphas = root.putObject("alpha_pattern");
        config.patterns().alphas().forEach((key, alpha) -> putNumber(alphas, key, alpha));
        root.put("use_rslora", config.scaling() == LoraConfig.Scaling.ROOT_OF_RANK);
        root.put("use_dora", config.variant() == LoraConfig.Variant.DORA);
        switch (config.start()) {
            case KAIMING_UNIFORM -> root.put("init_lora_weights", true);
            case GAUSSIAN -> root.put("init_lora_weights", "gaussian");
        }
    }

    /// PEFT writes a whole number without a decimal point.
    private static void putNumber(ObjectNode node, String field, double value) {
        if (value == Math.rint(value) && value < 1e9) {
            node.put(field, (long) value);
        } else {
            node.put(field, value);
        }
    }

    private void putModules(String field, Modules modules) {
        switch (modules) {
            case Modules.Names(Set<String> names) -> {
                if (names.isEmpty()) {
                    root.putNull(field);
                } else {
                    names.forEach(root.putArray(field)::add);
                }
            }
            case Modules.Expression(String text) -> root.put(field, text);
            case Modules.AllLinear all -> root.put(field, all.toString());
        }
    }

    private void putLayers() {
        Layers layers = config.targets().layers();
        root.putNull("layers_to_transform");
        root.putNull("layers_pattern");
        if (!layers.indexes().isEmpty()) {
            layers.indexes().forEach(root.putArray("layers_to_transform")::add);
        }
        if (!layers.patterns().isEmpty()) {
            layers.patterns().forEach(root.putArray("layers_pattern")::add);
        }
    }

    private ObjectNode sorted() {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        root.propertyStream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> sorted.set(field.getKey(), field.getValue()));
        return sorted;
    }
}
