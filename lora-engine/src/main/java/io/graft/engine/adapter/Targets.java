package io.graft.engine.adapter;

/// Which linear layers of a model get a pair.
///
/// @param modules  the ones to adapt
/// @param excluded the ones not to adapt although `modules` means them
/// @param layers   restricts names that are not given in full
public record Targets(Modules modules, Modules excluded, Layers layers) {

    public Targets {
        if (modules.equals(Modules.NONE)) {
            throw new IllegalArgumentException("target_modules must not be empty");
        }
        if (!(modules instanceof Modules.Names) && !layers.equals(Layers.ALL)) {
            throw new IllegalArgumentException(
                    "layers_to_transform needs names in target_modules, which is " + modules);
        }
    }

    /// The modules in all layers.
    public static Targets of(Modules modules) {
        return new Targets(modules, Modules.NONE, Layers.ALL);
    }

    /// Whether the linear layer with this full name is adapted, such as `model.layers.0.self_attn.q_proj`.
    public boolean contain(String name) {
        if (excluded.matches(name) || !modules.matches(name)) {
            return false;
        }
        boolean inFull = modules instanceof Modules.Names names && names.lists(name);
        return inFull || layers.contain(name);
    }
}
