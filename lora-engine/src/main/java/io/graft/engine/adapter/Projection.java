package io.graft.engine.adapter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The linear layers that a decoder layer may have, by the names that PEFT and checkpoints use. No model has all of
/// them: some architectures fuse q, k and v, or gate and up, into one layer.
public enum Projection {
    Q_PROJ("self_attn.q_proj"),
    K_PROJ("self_attn.k_proj"),
    V_PROJ("self_attn.v_proj"),
    O_PROJ("self_attn.o_proj"),
    GATE_PROJ("mlp.gate_proj"),
    UP_PROJ("mlp.up_proj"),
    DOWN_PROJ("mlp.down_proj"),
    /// q, k and v in one.
    QKV_PROJ("self_attn.qkv_proj"),
    /// gate and up in one.
    GATE_UP_PROJ("mlp.gate_up_proj"),
    /// gate and up in one, in the feed-forward network that hybrid models share among experts.
    INPUT_LINEAR("shared_mlp.input_linear"),
    /// down, in the same network.
    OUTPUT_LINEAR("shared_mlp.output_linear");

    /// Stands for every linear layer that the model has, except the output layer.
    public static final String ALL_LINEAR = "all-linear";

    private final String path;

    Projection(String path) {
        this.path = path;
    }

    /// Where it lies inside its decoder layer: `self_attn.q_proj`.
    public String path() {
        return path;
    }

    /// The name in `target_modules`: `q_proj`.
    public String moduleName() {
        return path.substring(path.indexOf('.') + 1);
    }

    /// The projections that a list of names selects: module names, or `all-linear`, which selects all values. Which of
    /// them a model has is asked in [#of].
    ///
    /// @throws IllegalArgumentException naming the unknown name and the known ones
    public static Set<Projection> named(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("target_modules must name at least one of " + known());
        }
        EnumSet<Projection> selected = EnumSet.noneOf(Projection.class);
        for (String name : names) {
            if (name.equals(ALL_LINEAR)) {
                selected.addAll(EnumSet.allOf(Projection.class));
            } else {
                selected.add(named(name));
            }
        }
        return selected;
    }

    /// The projections of a model that `selected` means: all that it has where all were selected.
    ///
    /// @throws IllegalArgumentException naming the first one that the model lacks, and those it has
    static Set<Projection> of(AdaptableModel model, Set<Projection> selected) {
        Set<Projection> present = model.projections();
        if (selected.size() == values().length) {
            return present;
        }
        for (Projection projection : selected) {
            if (!present.contains(projection)) {
                throw new IllegalArgumentException("target_modules names " + projection.moduleName() + ", but "
                        + model.name() + " has only " + names(present));
            }
        }
        return selected;
    }

    private static Projection named(String name) {
        return Arrays.stream(values())
                .filter(projection -> projection.moduleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "target_modules must be \"" + ALL_LINEAR + "\" or some of " + known() + ", names " + name));
    }

    private static String known() {
        return names(EnumSet.allOf(Projection.class));
    }

    private static String names(Set<Projection> projections) {
        return Arrays.stream(values())
                .filter(projections::contains)
                .map(Projection::moduleName)
                .collect(Collectors.joining(", "));
    }
}
