package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.layer.Attention;
import io.graft.engine.layer.Linear;
import io.graft.engine.layer.Rotary;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One decoder layer, forward and backward: chains over rows, with attention between them.
final class DecoderLayer {

    /// What all layers have in common.
    record Shared(Kernels kernels, Attention attention, Rotary rotary) {}

    record Norms(NormWeight input, NormWeight middle) {}

    private final Map<Projection, AdaptedLinear> linears = new EnumMap<>(Projection.class);
    private final AttentionHalf attention;
    private final FeedForwardHalf feedForward;

    DecoderLayer(int index, Map<Projection, Linear> weights, Norms norms, Shared shared) {
        weights.forEach((projection, linear) -> linears.put(projection, new AdaptedLinear(linear, index, projection)));
        AttentionHalf.Projections projections = new AttentionHalf.Projections(
                linear(Projection.Q_PROJ),
                linear(Projection.K_PROJ),
                linear(Projection.V_PROJ),
                linear(Projection.O_PROJ));
        this.attention = new AttentionHalf(shared.kernels, norms.input, projections, shared.attention, shared.rotary);
        this.feedForward = new FeedForwardHalf(
                shared.kernels,
                norms.middle,
                linear(Projection.GATE_PROJ),
                linear(Projection.UP_PROJ),
                linear(Projection.DOWN_PROJ));
    }

    private AdaptedLinear linear(Projection projection) {
        return Objects.requireNonNull(linears.get(projection), () -> "the description lacks " + projection);
    }

    Linear base(Projection projection) {
        return linear(projection).base();
    }

    /// @param out receives the layer's output; may be the layer's input
    void forward(LayerActivations a, Matrix out, Pass pass) {
        pass.forRows(rows -> attention.forwardInputs(a.attention(), rows));
        pass.workers()
                .run(
                        attention.attentionTasks(pass),
                        (task, worker) -> attention.forwardAttention(a.attention(), pass, task, worker));
        pass.forRows(rows -> {
            attention.forwardOutput(a.attention(), a.feedForward().middle(), rows);
            feedForward.forward(a.feedForward(), out, rows);
        });
    }

    /// From the gradient of the layer's output to the gradients of its pairs and of its input.
    void backward(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        pass.forRows(rows -> {
            feedForward.backward(a.feedForward(), g, rows);
            attention.backwardOutput(g, rows);
        });
        backwardAttentionAndPairs(a, g, sums, pass);
        pass.forRows(rows -> attention.backwardInputs(a.attention(), g, rows));
        run(inputPairs(a, g, sums, pass), pass);
    }

    /// [#backward] of the lowest adapted layer, whose input needs no gradient.
    void backwardLowest(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        boolean deep =
                adapts(pass, Projection.Q_PROJ) || adapts(pass, Projection.K_PROJ) || adapts(pass, Projection.V_PROJ);
        pass.forRows(rows -> {
            feedForward.backward(a.feedForward(), g, rows);
            if (deep) {
                attention.backwardOutput(g, rows);
            } else {
                attention.backwardOutputPairOnly(g, rows);
            }
        });
        if (deep) {
            backwardAttentionAndPairs(a, g, sums, pass);
            pass.forRows(rows -> attention.backwardInputsPairsOnly(g, rows));
            run(inputPairs(a, g, sums, pass), pass);
        } else {
            run(outputPairs(a, g, sums, pass), pass);
        }
    }

    private boolean adapts(Pass pass, Projection projection) {
        return pass.adapter().adapts(linear(projection).slot());
    }

    /// Attention's backward pass and the gradients of the pairs above it do not depend on each other.
    private void backwardAttentionAndPairs(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        List<PairTask> pairs = outputPairs(a, g, sums, pass);
        pass.workers().run(pairs.size() + attention.attentionTasks(pass), (task, worker) -> {
            if (task < pairs.size()) {
                pairs.get(task).run(worker);
            } else {
                attention.backwardAttention(
                        a.attention(), g, pass, new AttentionHalf.Task(task - pairs.size(), worker));
            }
        });
    }

    private static void run(List<PairTask> pairs, Pass pass) {
        pass.workers().run(pairs.size(), (task, worker) -> pairs.get(task).run(worker));
    }

    /// The gradient of one matrix of a pair.
    @FunctionalInterface
    private interface PairTask {
        void run(int worker);
    }

    private List<PairTask> outputPairs(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        LayerActivations.FeedForwardPart f = a.feedForward();
        Pairs pairs = new Pairs(sums, pass);
        pairs.add(Projection.DOWN_PROJ, f.inner(), g.out());
        pairs.add(Projection.GATE_PROJ, f.normed(), f.gate());
        pairs.add(Projection.UP_PROJ, f.normed(), f.up());
        pairs.add(Projection.O_PROJ, a.attention().state().out(), g.middle());
        return pairs.tasks;
    }

    private List<PairTask> inputPairs(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        Matrix normed = a.attention().normed();
        Pairs pairs = new Pairs(sums, pass);
        pairs.add(Projection.Q_PROJ, normed, g.attention().queries());
        pairs.add(Projection.K_PROJ, normed, g.attention().keys());
        pairs.add(Projection.V_PROJ, normed, g.attention().values());
        return pairs.tasks;
    }

    /// Collects the gradients that are to be computed.
    private final class Pairs {

        private final AdapterGradients sums;
        private final Pass pass;
        private final List<PairTask> tasks = new ArrayList<>();

        Pairs(AdapterGradients sums, Pass pass) {
            this.sums = sums;
            this.pass = pass;
        }

        /// @param x  the layer's input
        /// @param dy the gradient of its output
        void add(Projection projection, Matrix x, Matrix dy) {
            AdapterPass.Slot slot = linear(projection).slot();
            if (!pass.adapter().adapts(slot)) {
                return;
            }
            int tokens = pass.batch().tokens();
            var sum = sums.of(slot.layer(), projection);
            tasks.add(worker -> pass.adapter().gradientOfA(slot, x.rows(0, tokens), sum, worker));
            tasks.add(worker -> pass.adapter().gradientOfB(slot, dy.rows(0, tokens), sum, worker));
        }
    }
}
