package io.graft.engine.settings;

import io.graft.engine.adapter.Layers;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Patterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The settings of the adapter.
final class LoraFields {

    private static final Map<String, LoraConfig.Start> STARTS =
            Map.of("true", LoraConfig.Start.KAIMING_UNIFORM, "gaussian", LoraConfig.Start.GAUSSIAN);

    private static final Map<String, LoraConfig.Scaling> SCALINGS =
            Map.of("true", LoraConfig.Scaling.ROOT_OF_RANK, "false", LoraConfig.Scaling.RANK);

    private static final Map<String, LoraConfig.Variant> VARIANTS =
            Map.of("true", LoraConfig.Variant.DORA, "false", LoraConfig.Variant.LORA);

    private final Fields fields;
    private final LoraConfig defaults;

    private LoraFields(Fields fields, LoraConfig defaults) {
        this.fields = fields;
        this.defaults = defaults;
    }

    /// @param defaults for what is absent
    static LoraConfig read(Fields fields, LoraConfig defaults) {
        return new LoraFields(fields, defaults).read();
    }

    private LoraConfig read() {
        return LoraConfig.builder(targets())
                .exclude(excluded())
                .layers(new Layers(
                        fields.integers("layers_to_transform")
                                .orElse(defaults.targets().layers().indexes()),
                        fields.texts("layers_pattern")
                                .orElse(defaults.targets().layers().patterns())))
                .rank(fields.integer("r").orElse(defaults.rank()))
                .alpha(fields.number("lora_alpha").orElse(defaults.alpha()))
                .dropout(fields.number("lora_dropout").orElse(defaults.dropout()))
                .patterns(patterns())
                .scaling(fields.choice("use_rslora", SCALINGS).orElse(defaults.scaling()))
                .variant(fields.choice("use_dora", VARIANTS).orElse(defaults.variant()))
                .start(fields.choice("init_lora_weights", STARTS).orElse(defaults.start()))
                .build();
    }

    /// Names, or one text: `all-linear` or a regular expression for whole names, as PEFT reads it.
    private Modules targets() {
        Optional<List<String>> targets = fields.texts("target_modules");
        if (targets.isEmpty()) {
            return defaults.targets().modules();
        }
        return fields.isText("target_modules")
                ? named("target_modules", () -> Modules.of(targets.get().getFirst()))
                : Modules.of(targets.get());
    }

    private Modules excluded() {
        Optional<List<String>> excluded = fields.texts("exclude_modules");
        if (excluded.isEmpty()) {
            return defaults.targets().excluded();
        }
        return fields.isText("exclude_modules")
                ? named(
                        "exclude_modules",
                        () -> new Modules.Expression(excluded.get().getFirst()))
                : new Modules.Names(Set.copyOf(excluded.get()));
    }

    private static Modules named(String field, Supplier<Modules> modules) {
        try {
            return modules.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    private Patterns patterns() {
        return new Patterns(
                fields.numbers("rank_pattern")
                        .map(LoraFields::ranks)
                        .orElse(defaults.patterns().ranks()),
                fields.numbers("alpha_pattern").orElse(defaults.patterns().alphas()));
    }

    private static Map<String, Integer> ranks(Map<String, Double> given) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        given.forEach((key, rank) -> {
            if (rank != Math.rint(rank)) {
                throw new IllegalArgumentException("rank_pattern of " + key + " must be a whole number, is " + rank);
            }
            ranks.put(key, rank.intValue());
        });
        return ranks;
    }
}
