package io.graft.engine.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `adapter_config.json` of PEFT. A field that is set and that the engine does not know would change what the
/// adapter computes, so it is refused.
final class PeftConfigReader {

    private static final Set<String> UNDERSTOOD = Set.of(
            "alpha_pattern",
            "bias",
            "exclude_modules",
            "init_lora_weights",
            "layers_pattern",
            "layers_to_transform",
            "lora_alpha",
            "lora_dropout",
            "peft_type",
            "r",
            "rank_pattern",
            "target_modules",
            "task_type",
            "use_dora",
            "use_rslora");

    /// Fields that say where an adapter came from or how it started, or that matter only together with a refused one.
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "auto_mapping",
            "base_model_name_or_path",
            "corda_config",
            "ensure_weight_tying",
            "eva_config",
            "inference_mode",
            "loftq_config",
            "lora_ga_config",
            "megatron_core",
            "peft_version",
            "qalora_group_size",
            "revision",
            "runtime_config");

    /// Ways to start that leave the base weights as they are.
    private static final Set<String> STARTS = Set.of("gaussian", "eva", "orthogonal");

    private final Path file;
    private final JsonNode root;

    PeftConfigReader(Path file) throws IOException {
        this.file = file;
        this.root = JsonFiles.read(file);
    }

    LoraConfig read() throws IOException {
        requireSupported();
        try {
            return LoraConfig.builder(modules("target_modules"))
                    .exclude(modules("exclude_modules"))
                    .layers(new Layers(layers(), texts("layers_pattern")))
                    .rank(wholeNumber("r", root.path("r")))
                    .alpha(given("lora_alpha") ? number("lora_alpha", root.path("lora_alpha")) : 8)
                    .dropout(given("lora_dropout") ? number("lora_dropout", root.path("lora_dropout")) : 0)
                    .patterns(patterns())
                    .scaling(flag("use_rslora") ? LoraConfig.Scaling.ROOT_OF_RANK : LoraConfig.Scaling.RANK)
                    .variant(flag("use_dora") ? LoraConfig.Variant.DORA : LoraConfig.Variant.LORA)
                    .start(start())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private void requireSupported() throws IOException {
        requireText("peft_type", "LORA", "");
        requireText("bias", "none", "none");
        requireText("task_type", "CAUSAL_LM", "CAUSAL_LM");
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            String name = field.getKey();
            if (!UNDERSTOOD.contains(name) && !WITHOUT_EFFECT.contains(name) && isSet(field.getValue())) {
                throw wrong(name + " is not supported: must be null, false or empty, is " + field.getValue());
            }
        }
    }

    private void requireText(String field, String right, String otherwise) throws IOException {
        String value = given(field) ? root.path(field).asText() : otherwise;
        if (!value.equals(right)) {
            throw wrong(field + " must be " + right + ", is " + root.path(field));
        }
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> false;
            case BOOLEAN -> value.asBoolean();
            case ARRAY, OBJECT -> !value.isEmpty();
            case STRING -> !value.asText().isEmpty();
            default -> true;
        };
    }

    private boolean given(String field) {
        return root.hasNonNull(field);
    }

    private boolean flag(String field) throws IOException {
        JsonNode value = root.path(field);
        if (given(field) && !value.isBoolean()) {
            throw wrong(field + " must be true or false, is " + value);
        }
        return value.asBoolean(false);
    }

    private LoraConfig.Start start() throws IOException {
        JsonNode value = root.path("init_lora_weights");
        String name = value.asText().toLowerCase(Locale.ROOT);
        if (given("init_lora_weights") && !value.isBoolean() && !STARTS.contains(name)) {
            throw wrong("init_lora_weights must be true, false or one of "
                    + STARTS.stream().sorted().toList() + ", is " + value);
        }
        return name.equals("gaussian") ? LoraConfig.Start.GAUSSIAN : LoraConfig.Start.KAIMING_UNIFORM;
    }

    private Modules modules(String field) throws IOException {
        JsonNode value = root.path(field);
        if (value.isTextual()) {
            return field.equals("target_modules") ? Modules.of(value.asText()) : new Modules.Expression(value.asText());
        }
        return new Modules.Names(Set.copyOf(texts(field)));
    }

    /// One text, a list of texts, or nothing.
    private List<String> texts(String field) throws IOException {
        List<String> texts = new ArrayList<>();
        JsonNode value = root.path(field);
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            if (element.isTextual()) {
                texts.add(element.asText());
            } else if (given(field)) {
                throw wrong(field + " must be a text or a list of texts, is " + value);
            }
        }
        return texts;
    }

    /// One number, a list of numbers, or nothing.
    private List<Integer> layers() throws IOException {
        List<Integer> layers = new ArrayList<>();
        if (given("layers_to_transform")) {
            JsonNode value = root.path("layers_to_transform");
            for (JsonNode element : value.isArray() ? value : List.of(value)) {
                layers.add(wholeNumber("layers_to_transform", element));
            }
        }
        return layers;
    }

    private Patterns patterns() throws IOException {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> pattern : root.path("rank_pattern").properties()) {
            ranks.put(pattern.getKey(), wholeNumber("rank_pattern of " + pattern.getKey(), pattern.getValue()));
        }
        Map<String, Double> alphas = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> pattern : root.path("alpha_pattern").properties()) {
            alphas.put(pattern.getKey(), number("alpha_pattern of " + pattern.getKey(), pattern.getValue()));
        }
        return new Patterns(ranks, alphas);
    }

    private int wholeNumber(String field, JsonNode value) throws IOException {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(field + " must be a whole number, is " + value);
        }
        return value.asInt();
    }

    private double number(String field, JsonNode value) throws IOException {
        if (!value.isNumber()) {
            throw wrong(field + " must be a number, is " + value);
        }
        return value.asDouble();
    }

    private MalformedFileException wrong(String problem) {
        return new MalformedFileException(file, problem);
    }
}
