package io.graft.cli.engine.bench;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Projection;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.ModelConfig;
import java.util.Set;

/// The floating-point operations that one token of a training step needs, a product and a sum counted as two. Only
/// what the mathematics asks for: work done twice to save memory does not count.
///
/// @param linear    `2 W` forward and `2 W` for the gradient of the input, `W` the weights of all linear layers and of
///                  the output layer; the lowest layer's q, k and v need no gradient of their input
/// @param attention `4 n` forward and `8 n` backward per layer, with `n = heads * head size * (sequence + 1) / 2`
/// @param adapter   `2 P` forward, `2 P` for the gradient of the input and `2 P` for the pairs' own, `P` the pairs'
///                  parameters
public record WorkPerToken(double linear, double attention, double adapter) {

    private static final Set<Projection> INPUTS_OF_ATTENTION =
            Set.of(Projection.Q_PROJ, Projection.K_PROJ, Projection.V_PROJ, Projection.QKV_PROJ);

    /// @param sequence tokens of every sequence
    static WorkPerToken of(CausalModel model, LoraConfig lora, int sequence) {
        ModelConfig config = model.config();
        double perLayer = 0;
        double withoutInputGradient = 0;
        double pairs = 0;
        for (Projection projection : model.projections()) {
            double weights = (double) model.inputs(projection) * model.outputs(projection);
            perLayer += weights;
            withoutInputGradient += INPUTS_OF_ATTENTION.contains(projection) ? weights : 0;
            if (lora.targets().contain(projection.fullName(0))) {
                pairs += (double) lora.rank() * (model.inputs(projection) + model.outputs(projection));
            }
        }
        double weights = perLayer * config.layers() + (double) config.hiddenSize() * config.vocabularySize();
        double seen = config.heads() * (double) config.headSize() * (sequence + 1) / 2;
        return new WorkPerToken(
                4 * weights - 2 * withoutInputGradient, 12 * seen * config.layers(), 6 * pairs * config.layers());
    }

    double total() {
        return linear + attention + adapter;
    }
}
