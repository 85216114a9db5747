package io.graft.engine.transformer;

import io.graft.engine.layer.Attention;
import io.graft.engine.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans the memory of one layer's activations after its description: only what this architecture needs.
record ActivationPlan(ModelConfig config, LayerActivations.Shared shared) {

    LayerActivations activations() {
        LayerSpec layer = config.layer();
        return new LayerActivations(attention(layer.attention()), feedForward(layer));
    }

    private LayerActivations.AttentionPart attention(LayerSpec.AttentionSpec spec) {
        HeadColumns raw = HeadColumns.plan(config, tokens());
        boolean normed = spec.queryKeyNorms() != null;
        Attention.State state = new Attention.State(
                normed ? queries() : raw.queries(),
                normed ? Matrix.zeros(tokens(), config.shape().keyColumns()) : raw.keys(),
                raw.values(),
                queries(),
                Matrix.zeros(tokens(), config.heads()));
        return new LayerActivations.AttentionPart(
                input(spec.norms(), raw.outputs()), raw(raw, spec.queryKeyNorms()), state, output(spec.norms()));
    }

    private LayerActivations.Raw raw(HeadColumns raw, NormSpec.@Nullable QueryKey norms) {
        int queryGroups =
                norms == null ? 0 : raw.queries().columns() / norms.query().size();
        int keyGroups = norms == null ? 0 : raw.keys().columns() / norms.key().size();
        return new LayerActivations.Raw(
                raw.queries(), raw.keys(), Matrix.zeros(tokens(), queryGroups), Matrix.zeros(tokens(), keyGroups));
    }

    private int tokens() {
        return shared.tokens();
    }

    private Matrix queries() {
        return Matrix.zeros(tokens(), config.shape().queryColumns());
    }

    private LayerActivations.FeedForwardPart feedForward(LayerSpec layer) {
        NormSpec.Around norms = layer.feedForward().norms();
        int inner = config.intermediateSize();
        if (layer.fusedGate()) {
            Matrix both = Matrix.zeros(tokens(), 2 * inner);
            return new LayerActivations.FeedForwardPart(
                    input(norms, List.of(both)),
                    both.columns(0, inner),
                    both.columns(inner, inner),
                    shared.inner(),
                    output(norms));
        }
        Matrix gate = Matrix.zeros(tokens(), inner);
        Matrix up = Matrix.zeros(tokens(), inner);
        return new LayerActivations.FeedForwardPart(
                input(norms, List.of(gate, up)), gate, up, shared.inner(), output(norms));
    }

    private LayerActivations.Input input(NormSpec.Around norms, List<Matrix> outputs) {
        Matrix x = Matrix.zeros(tokens(), config.hiddenSize());
        Matrix normed = norms.before() == null ? x : shared.normed();
        return new LayerActivations.Input(x, Matrix.zeros(tokens(), 1), normed, outputs);
    }

    private LayerActivations.Output output(NormSpec.Around norms) {
        Matrix branch = norms.after() == null ? shared.branch() : Matrix.zeros(tokens(), config.hiddenSize());
        return new LayerActivations.Output(branch, Matrix.zeros(tokens(), 1));
    }
}
