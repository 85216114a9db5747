package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.layer.Linear;
import io.graft.engine.layer.Segment;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Forward and backward passes of whole batches through a model with an adapter. All memory is planned when
/// it is made, for batches up to a limit.
public final class TrainingPass {

    /// What batches may hold at most.
    ///
    /// @param tokens   tokens of all sequences together
    /// @param sequence tokens of one sequence
    public record Limits(int tokens, int sequence) {

        /// Room for what either holds.
        public Limits and(Limits other) {
            return new Limits(Math.max(tokens, other.tokens), Math.max(sequence, other.sequence));
        }
    }

    /// What is kept of the way forward for the way back.
    public enum Keep {
        /// Nothing: there is no way back.
        NOTHING,
        /// The input of each layer, which goes its way forward once more on the way back: gradient
        /// checkpointing.
        INPUTS,
        /// All that is needed.
        ALL
    }

    /// How a pass is used.
    ///
    /// @param dropoutRate of the adapter's configuration: decides on memory, not yet on the passes
    public record Plan(Limits limits, double dropoutRate, Keep keep) {}

    private final CausalModel model;
    private final AdapterPass adapterPass;
    private final Limits limits;
    private final LayerMemory memory;
    private final List<AttentionScratch> scratch = new ArrayList<>();
    private final LayerGradients gradients;
    private final Matrix last; // output of the last layer, [tokens][hidden]
    private final HeadLoss headLoss;
    private final int lowestAdapted;

    /// A pass that keeps all that is needed for its way back.
    public TrainingPass(CausalModel model, Adapter adapter, Limits limits, double dropoutRate) {
        this(model, adapter, new Plan(limits, dropoutRate, Keep.ALL));
    }

    public TrainingPass(CausalModel model, Adapter adapter, Plan plan) {
        this.model = model;
        this.limits = plan.limits;
        ModelConfig config = model.config();
        model.reach(limits.sequence);
        int widest = plan.dropoutRate == 0 ? 0 : widestInput(model);
        this.adapterPass = new AdapterPass(
                model.kernels(), adapter, LowRankMemory.forTraining(model, adapter, limits.tokens, widest));
        this.lowestAdapted = plan.keep == Keep.NOTHING ? model.layers() : lowestAdapted(model, adapter);
        this.memory = new LayerMemory(config, limits.tokens, lowestAdapted, plan.keep);
        for (int worker = 0; worker < model.compute().workers().count(); worker++) {
            scratch.add(model.trainingScratch(limits.sequence));
        }
        this.gradients = LayerGradients.plan(config, limits.tokens);
        this.last = Matrix.zeros(limits.tokens, config.hiddenSize());
        this.headLoss = new HeadLoss(model, limits.tokens);
    }

    private static int widestInput(CausalModel model) {
        int widest = 0;
        for (Projection projection : model.projections()) {
            widest = Math.max(widest, model.inputs(projection));
        }
        return widest;
    }

    private static int lowestAdapted(CausalModel model, Adapter adapter) {
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                if (adapter.pair(layer, projection) != null) {
                    return layer;
                }
            }
        }
        return model.layers();
    }

    /// What batches may hold.
    public Limits limits() {
        return limits;
    }

    /// Packs the weights that the way back needs, so that the first step does not.
    public void prepareBackward() {
        model.parts().head().linear().prepareBackward();
        model.parts().layers().stream()
                .skip(lowestAdapted)
                .flatMap(DecoderLayer::bases)
                .forEach(Linear::prepareBackward);
    }

    /// The loss of a batch, without dropout and without gradients.
    public BatchLoss forward(TokenBatch batch) {
        adapterPass.dropout(Dropout.NONE);
        Pass pass = begin(batch);
        forwardLayers(pass);
        return headLoss.forward(batch, last);
    }

    /// The loss of a batch; adds the gradients of `weight * sum of losses` by the adapter's matrices to
    /// `sums`.
    public BatchLoss forwardBackward(TokenBatch batch, float weight, Dropout dropout, AdapterGradients sums) {
        adapterPass.dropout(dropout);
        Pass pass = begin(batch);
        forwardLayers(pass);
        BatchLoss loss = headLoss.forwardBackward(batch, last, gradients.out().rows(0, batch.tokens()), weight);
        for (int layer = model.layers() - 1; layer > lowestAdapted; layer--) {
            model.parts().layers().get(layer).backward(remembered(layer, pass), gradients, sums, pass);
        }
        if (lowestAdapted < model.layers()) {
            DecoderLayer lowest = model.parts().layers().get(lowestAdapted);
            lowest.backwardLowest(remembered(lowestAdapted, pass), gradients, sums, pass);
        }
        return loss;
    }

    /// What a layer computed on its way forward, computed once more where it was not kept.
    private LayerActivations remembered(int layer, Pass pass) {
        if (memory.recall(layer, pass.batch().tokens())) {
            model.parts().layers().get(layer).forward(memory.at(layer), last, pass);
        }
        return memory.at(layer);
    }

    /// Goes the way forward once more and looks for numbers that are not finite.
    ///
    /// @return the first layer whose output has one; empty if there is none
    public OptionalInt firstNotFinite(TokenBatch batch, Dropout dropout) {
        adapterPass.dropout(dropout);
        Pass pass = begin(batch);
        embed(pass);
        for (int layer = 0; layer < model.layers(); layer++) {
            forward(layer, pass);
            if (!output(layer).rows(0, batch.tokens()).isFinite()) {
                return OptionalInt.of(layer);
            }
        }
        return OptionalInt.empty();
    }

    private Pass begin(TokenBatch batch) {
        if (batch.tokens() > limits.tokens) {
            throw new IllegalArgumentException(
                    "a batch of " + batch.tokens() + " tokens exceeds the " + limits.tokens + " planned for");
        }
        int longest = 0;
        for (Segment segment : batch.segments) {
            longest = Math.max(longest, segment.keys());
        }
        if (longest > limits.sequence) {
            throw new IllegalArgumentException(
                    "a sequence of " + longest + " tokens exceeds the " + limits.sequence + " planned for");
        }
        model.check(batch.ids, longest);
        return new Pass(batch, adapterPass, model.compute(), scratch);
    }

    private void forwardLayers(Pass pass) {
        embed(pass);
        for (int layer = 0; layer < model.layers(); layer++) {
            forward(layer, pass);
        }
    }

    private void embed(Pass pass) {
        TokenBatch batch = pass.batch();
        pass.forRows(rows -> model.parts().embedding().forward(batch.ids, rows.from(), rows.count(), input(0)));
    }

    private void forward(int layer, Pass pass) {
        memory.remember(layer, pass.batch().tokens());
        model.parts().layers().get(layer).forward(memory.at(layer), output(layer), pass);
    }

    private Matrix output(int layer) {
        return layer + 1 < model.layers() ? input(layer + 1) : last;
    }

    /// What went into a layer in the last pass, `[tokens][hidden]`.
    Matrix input(int layer) {
        return memory.input(layer);
    }
}
