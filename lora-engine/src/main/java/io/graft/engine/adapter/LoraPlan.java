package io.graft.engine.adapter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a configuration means for one model: which linear layers get a pair, of which rank and scale.
final class LoraPlan {

    /// One pair to be.
    ///
    /// @param scale what the product of its matrices is multiplied by
    record Shape(int rank, double scale) {}

    private final List<Map<Projection, Shape>> shapes = new ArrayList<>(); // [layer]

    private final Set<String> linear;
    private final Set<String> others;

    private LoraPlan(AdaptableModel model) {
        this.linear = linearModules(model);
        this.others = otherModules(linear);
    }

    /// @throws IllegalArgumentException naming the field of the configuration that does not suit the model
    static LoraPlan of(AdaptableModel model, LoraConfig config) {
        LoraPlan plan = new LoraPlan(model);
        boolean empty = true;
        for (int layer = 0; layer < model.layers(); layer++) {
            Map<Projection, Shape> ofLayer = new EnumMap<>(Projection.class);
            for (Projection projection : model.projections()) {
                String name = projection.fullName(layer);
                if (config.targets().contain(name)) {
                    ofLayer.put(projection, shape(config, name));
                    empty = false;
                }
            }
            plan.shapes.add(ofLayer);
        }
        plan.requireOnlyLinear(model, config.targets());
        if (empty) {
            throw new IllegalArgumentException("target_modules "
                    + config.targets().modules() + where(config.targets().layers())
                    + " selects nothing of " + model.name() + ", whose " + model.layers() + " layers have "
                    + known(model));
        }
        return plan;
    }

    private static String where(Layers layers) {
        return layers.equals(Layers.ALL) ? "" : " with layers_to_transform " + layers.indexes();
    }

    private static Shape shape(LoraConfig config, String name) {
        int rank = config.patterns().rank(name, config.rank());
        double alpha = config.patterns().alpha(name, config.alpha());
        return new Shape(rank, config.scale(rank, alpha));
    }

    /// PEFT accepts higher ranks than a layer's dimension, and an adapter that has them is used as it is. A new one
    /// would cost time and memory for nothing: the product of its pair cannot have a higher rank.
    ///
    /// @throws IllegalArgumentException naming the first layer whose rank is too high
    void requireRanksUseful(AdaptableModel model) {
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Map.Entry<Projection, Shape> pair : shapes.get(layer).entrySet()) {
                String name = pair.getKey().fullName(layer);
                requireRank(name, pair.getValue().rank(), "inputs", model.inputs(pair.getKey()));
                requireRank(name, pair.getValue().rank(), "outputs", model.outputs(pair.getKey()));
            }
        }
    }

    private static void requireRank(String name, int rank, String side, int size) {
        if (rank > size) {
            throw new IllegalArgumentException("r of " + name + " is " + rank + ", but the layer has only " + size + " "
                    + side + ": at most " + size + " makes sense");
        }
    }

    /// Modules that PEFT could adapt or would refuse, and that are no linear layers of the decoder layers.
    private void requireOnlyLinear(AdaptableModel model, Targets targets) {
        if (targets.modules() instanceof Modules.AllLinear) {
            return;
        }
        for (String name : others) {
            if (targets.contain(name)) {
                throw new IllegalArgumentException("target_modules " + targets.modules() + " selects " + name
                        + ", but only linear layers of the decoder layers can be adapted: " + known(model));
            }
        }
    }

    /// PEFT ignores names that select nothing as long as others select something; in a configuration that a person
    /// wrote they are mistakes.
    ///
    /// @throws IllegalArgumentException naming the first such name, and what the model has
    void requireAllNamesUsed(AdaptableModel model, Targets targets) {
        if (!(targets.modules() instanceof Modules.Names given)) {
            return;
        }
        for (String name : given.names()) {
            Modules alone = new Modules.Names(Set.of(name));
            if (linear.stream().noneMatch(alone::matches)) {
                throw new IllegalArgumentException(
                        "target_modules names " + name + ", but " + model.name() + " has only " + known(model));
            }
        }
    }

    /// The full names of all linear layers.
    private static Set<String> linearModules(AdaptableModel model) {
        Set<String> names = new TreeSet<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : model.projections()) {
                names.add(projection.fullName(layer));
            }
        }
        return names;
    }

    /// Names of modules beside the linear layers, as far as all architectures have them.
    private static Set<String> otherModules(Set<String> linear) {
        Set<String> names = new TreeSet<>(
                Set.of("model", "model.embed_tokens", "model.layers", "model.norm", "model.rotary_emb", "lm_head"));
        for (String name : linear) {
            String parent = name.substring(0, name.lastIndexOf('.'));
            names.add(parent);
            names.add(parent.substring(0, parent.lastIndexOf('.')));
        }
        return names;
    }

    private static String known(AdaptableModel model) {
        return model.projections().stream().map(Projection::moduleName).collect(Collectors.joining(", "));
    }

    /// The shape of the pair at a place, or null where there is none.
    @Nullable
    Shape at(int layer, Projection projection) {
        return shapes.get(layer).get(projection);
    }

    /// The modules as PEFT writes them, which replaces `all-linear` by names and long lists by short ones.
    Modules writtenTargets(Targets targets) {
        return switch (targets.modules()) {
            case Modules.AllLinear() -> new Modules.Names(ShortNames.of(linear, others));
            case Modules.Names given -> {
                Set<String> rest = new TreeSet<>(others);
                linear.stream().filter(name -> !given.matches(name)).forEach(rest::add);
                yield new Modules.Names(ShortNames.of(given.names(), rest));
            }
            case Modules.Expression expression -> expression;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LoraPlan plan && shapes.equals(plan.shapes);
    }

    @Override
    public int hashCode() {
        return shapes.hashCode();
    }
}
