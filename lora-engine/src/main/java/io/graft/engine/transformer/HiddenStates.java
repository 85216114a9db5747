package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.compute.Workers;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// The rows between the layers for one sequence, as transformers returns them with `output_hidden_states`.
final class HiddenStates {

    private final CausalModel model;
    private final Pass pass;
    private final LayerActivations activations;
    private final List<Matrix> states = new ArrayList<>();

    HiddenStates(CausalModel model, int[] ids, Adapter adapter) {
        this.model = model;
        TokenBatch batch = TokenBatch.of(List.of(ids), List.of(ids));
        ModelConfig config = model.config();
        Workers workers = model.compute().workers();
        AdapterPass adapterPass = new AdapterPass(
                model.kernels(), adapter, LowRankMemory.forInference(LowRankMemory.Width.of(adapter), ids.length));
        List<AttentionScratch> scratch = new ArrayList<>();
        for (int worker = 0; worker < workers.count(); worker++) {
            scratch.add(model.inferenceScratch(ids.length));
        }
        this.pass = new Pass(batch, adapterPass, model.compute(), scratch);
        this.activations = LayerActivations.plan(config, ids.length);
        model.reach(ids.length);
    }

    List<Matrix> compute() {
        Matrix x = activations.attention().x();
        model.parts().embedding().forward(pass.batch().ids, 0, x.rows(), x);
        for (DecoderLayer layer : model.parts().layers()) {
            states.add(copy(x));
            layer.forward(activations, x, pass);
        }
        Matrix normed = copy(x);
        model.kernels().rmsNorm(x, model.parts().finalNorm(), normed, Matrix.zeros(x.rows(), 1));
        states.add(normed);
        return states;
    }

    private static Matrix copy(Matrix x) {
        Matrix copy = Matrix.zeros(x.rows(), x.columns());
        copy.copyFrom(x);
        return copy;
    }
}
