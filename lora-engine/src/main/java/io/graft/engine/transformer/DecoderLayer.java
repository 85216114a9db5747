package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.AttentionShape;
import io.graft.engine.layer.Linear;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// One decoder layer, forward and backward: chains over rows, with attention between them.
final class DecoderLayer {

    private final Map<Projection, AdaptedLinear> linears;
    private final AttentionHalf attention;
    private final FeedForwardHalf feedForward;

    DecoderLayer(Map<Projection, AdaptedLinear> linears, AttentionHalf attention, FeedForwardHalf feedForward) {
        this.linears = linears;
        this.attention = attention;
        this.feedForward = feedForward;
    }

    private AdaptedLinear linear(Projection projection) {
        return Objects.requireNonNull(linears.get(projection), () -> "the description lacks " + projection);
    }

    AttentionShape attentionShape() {
        return attention.attention().shape();
    }

    Stream<Linear> bases() {
        return linears.values().stream().map(AdaptedLinear::base);
    }

    Linear base(Projection projection) {
        return linear(projection).base();
    }

    /// @param out receives the layer's output; may be the layer's input
    void forward(LayerActivations a, Matrix out, Pass pass) {
        pass.forRows(rows -> attention.forwardInputs(a.attention(), rows));
        pass.workers()
                .run(
                        attention.forwardTasks(pass),
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
            attention.backwardOutput(a.attention(), g, rows);
        });
        backwardAttentionAndPairs(a, g, sums, pass);
        pass.forRows(rows -> attention.backwardInputs(a.attention(), g, rows));
        run(inputPairs(a, g, sums, pass), pass);
    }

    /// [#backward] of the lowest adapted layer, whose input needs no gradient.
    void backwardLowest(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        boolean deep = attention.begin().adaptedIn(pass);
        pass.forRows(rows -> {
            feedForward.backward(a.feedForward(), g, rows);
            if (deep) {
                attention.backwardOutput(a.attention(), g, rows);
            } else {
                attention.backwardOutputPairOnly(a.attention(), g, rows);
            }
        });
        if (deep) {
            backwardAttentionAndPairs(a, g, sums, pass);
            pass.forRows(rows -> attention.backwardInputsPairsOnly(a.attention(), g, rows));
            run(inputPairs(a, g, sums, pass), pass);
        } else {
            run(outputPairs(a, g, sums, pass), pass);
        }
    }

    /// Attention's backward pass and the gradients of the pairs above it do not depend on each other.
    private void backwardAttentionAndPairs(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        List<PairTask> pairs = outputPairs(a, g, sums, pass);
        pass.workers().run(pairs.size() + attention.backwardTasks(pass), (task, worker) -> {
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
        pairs.add(feedForward.end().linear(), f.inner(), g.feedForward().branch());
        pairs.addAll(feedForward.begin(), f.input(), f.input().outputs());
        pairs.add(
                attention.end().linear(),
                a.attention().state().out(),
                g.attention().branch());
        return pairs.tasks;
    }

    private List<PairTask> inputPairs(LayerActivations a, LayerGradients g, AdapterGradients sums, Pass pass) {
        Pairs pairs = new Pairs(sums, pass);
        pairs.addAll(attention.begin(), a.attention().input(), g.projected());
        return pairs.tasks;
    }

    /// Collects the gradients that are to be computed.
    private static final class Pairs {

        private final AdapterGradients sums;
        private final Pass pass;
        private final List<PairTask> tasks = new ArrayList<>();

        Pairs(AdapterGradients sums, Pass pass) {
            this.sums = sums;
            this.pass = pass;
        }

        void addAll(HalfBegin begin, LayerActivations.Input a, List<Matrix> gradients) {
            for (int i = 0; i < gradients.size(); i++) {
                add(begin.linears().get(i), a.normed(), gradients.get(i));
            }
        }

        /// @param x  the layer's input
        /// @param dy the gradient of its output
        void add(AdaptedLinear linear, Matrix x, Matrix dy) {
            AdapterPass.Slot slot = linear.slot();
            if (!pass.adapter().adapts(slot)) {
                return;
            }
            int tokens = pass.batch().tokens();
            var sum = sums.of(slot.layer(), slot.projection());
            tasks.add(worker -> pass.adapter().gradientOfA(slot, x.rows(0, tokens), sum, worker));
            tasks.add(worker -> pass.adapter().gradientOfB(slot, dy.rows(0, tokens), sum, worker));
        }
    }
}
