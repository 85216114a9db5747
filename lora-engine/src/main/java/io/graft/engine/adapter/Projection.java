package io.graft.engine.adapter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The linear layers of a decoder layer, by the names that PEFT and checkpoints use.
public enum Projection {
    Q_PROJ("self_attn.q_proj"),
    K_PROJ("self_attn.k_proj"),
    V_PROJ("self_attn.v_proj"),
    O_PROJ("self_attn.o_proj"),
    GATE_PROJ("mlp.gate_proj"),
    UP_PROJ("mlp.up_proj"),
    DOWN_PROJ("mlp.down_proj");

    /// Stands for every linear layer except the output layer.
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

    /// The projections that a list of names selects: module names, or `all-linear`.
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

    private static Projection named(String name) {
        return Arrays.stream(values())
                .filter(projection -> projection.moduleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "target_modules must be \"" + ALL_LINEAR + "\" or some of " + known() + ", names " + name));
    }

    private static String known() {
        return Arrays.stream(values()).map(Projection::moduleName).collect(Collectors.joining(", "));
    }
}
