package io.graft.engine.transformer;

import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// The memory of the layers of a pass, planned once. Layers that need not remember anything share it: those
/// below the lowest adapted layer, and all of them where only their inputs are kept.
final class LayerMemory {

    private final List<LayerActivations> activations = new ArrayList<>(); // [layer]
    private final List<Matrix> inputs = new ArrayList<>(); // [layer]: [tokens][hidden], or no rows
    private final TrainingPass.Keep keep;

    /// @param tokens of the largest batch
    /// @param lowest the lowest layer that is gone through on the way back
    LayerMemory(ModelConfig config, int tokens, int lowest, TrainingPass.Keep keep) {
        this.keep = keep;
        LayerActivations.Shared scratch = LayerActivations.Shared.plan(config, tokens);
        LayerActivations shared = LayerActivations.plan(config, scratch);
        for (int layer = 0; layer < config.layers(); layer++) {
            boolean own = keep == TrainingPass.Keep.ALL && layer > 0 && layer >= lowest;
            activations.add(own ? LayerActivations.plan(config, scratch) : shared);
            boolean input = keep == TrainingPass.Keep.INPUTS && layer >= lowest;
            inputs.add(Matrix.zeros(input ? tokens : 0, config.hiddenSize()));
        }
    }

    LayerActivations at(int layer) {
        return activations.get(layer);
    }

    /// What goes into a layer, `[tokens][hidden]`.
    Matrix input(int layer) {
        return at(layer).attention().x();
    }

    /// Called before a layer's way forward.
    void remember(int layer, int tokens) {
        Matrix kept = inputs.get(layer);
        if (kept.rows() > 0) {
            kept.rows(0, tokens).copyFrom(input(layer).rows(0, tokens));
        }
    }

    /// Called before a layer's way back.
    ///
    /// @return whether its input is all that is remembered, and its way forward must be gone once more
    boolean recall(int layer, int tokens) {
        boolean isLast = layer == activations.size() - 1; // nothing has used its memory since
        if (keep != TrainingPass.Keep.INPUTS || isLast) {
            return false;
        }
        input(layer).rows(0, tokens).copyFrom(inputs.get(layer).rows(0, tokens));
        return true;
    }
}
