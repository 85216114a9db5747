package io.graft.engine.training;

import com.sun.management.ThreadMXBean;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TrainingPass;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Estimates what a training takes before it is planned. A pass's memory grows with its tokens in a
/// straight line, so two tiny passes tell of a large one: nothing has to repeat what passes allocate, and
/// forget a part of it.
final class MemoryPlanner {

    /// So few tokens that planning them takes no memory to speak of, whatever the model.
    private static final int FEW = 4;

    private static final int MORE = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final CausalModel model;
    private final LoraAdapter adapter;
    private final TrainingPass.Plan plan;
    private final TrainingData data;

    /// @param data all that is kept in memory
    MemoryPlanner(CausalModel model, LoraAdapter adapter, TrainingPass.Plan plan, TrainingData data) {
        this.model = model;
        this.adapter = adapter;
        this.plan = plan;
        this.data = data;
    }

    MemoryEstimate estimate() {
        return new MemoryEstimate(model.weightMemory(), adapterBytes(), passBytes(plan), exampleBytes());
    }

    /// @param others remedies besides those of the training's own configuration
    MemoryCheck check(List<MemoryCheck.Remedy> others) {
        MemoryEstimate wanted = estimate();
        List<MemoryCheck.Remedy> remedies = new ArrayList<>();
        if (plan.keep() != TrainingPass.Keep.INPUTS) {
            remedies.add(new MemoryCheck.Remedy("gradient_checkpointing", wanted.withActivations(recomputing())));
        }
        int longest = plan.limits().sequence();
        if (longest > Passes.TOKENS) {
            String what = "max_length " + Passes.TOKENS + " instead of examples of " + longest + " tokens";
            remedies.add(new MemoryCheck.Remedy(what, wanted.withActivations(shorter())));
        }
        remedies.addAll(others);
        remedies.add(MemoryCheck.Remedy.of("a smaller base model"));
        return new MemoryCheck(wanted, remedies);
    }

    /// Bytes of a pass with `gradient_checkpointing`.
    private long recomputing() {
        return passBytes(new TrainingPass.Plan(plan.limits(), plan.dropoutRate(), TrainingPass.Keep.INPUTS));
    }

    /// Bytes of a pass if no example had more tokens than it.
    private long shorter() {
        TrainingPass.Limits limits = new TrainingPass.Limits(Passes.TOKENS, Passes.TOKENS);
        return passBytes(new TrainingPass.Plan(limits, plan.dropoutRate(), plan.keep()));
    }

    /// The adapter that training starts from and the one that changes, each with the transposes of its matrices;
    /// gradients and both moments; and a copy that is saved.
    private long adapterBytes() {
        long withTransposes = 2;
        return Float.BYTES * adapter.parameters() * (2 * withTransposes + 3 + withTransposes);
    }

    private long exampleBytes() {
        return Stream.concat(data.train().stream(), data.heldOut().stream())
                .mapToLong(example -> 2L * Integer.BYTES * example.length() + 64)
                .sum();
    }

    /// The first pass of all also makes what later ones find: it is not counted.
    private long passBytes(TrainingPass.Plan wanted) {
        int sequence = wanted.limits().sequence();
        TrainingPass.Limits limits = new TrainingPass.Limits(FEW, sequence);
        allocated(wanted, limits);
        long few = allocated(wanted, limits);
        long more = allocated(wanted, new TrainingPass.Limits(MORE, sequence));
        return few + (more - few) * (wanted.limits().tokens() - FEW) / (MORE - FEW);
    }

    /// Bytes that this thread allocates to plan a pass.
    private long allocated(TrainingPass.Plan wanted, TrainingPass.Limits limits) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        TrainingPass pass =
                new TrainingPass(model, adapter, new TrainingPass.Plan(limits, wanted.dropoutRate(), wanted.keep()));
        long after = THREADS.getCurrentThreadAllocatedBytes();
        if (!pass.limits().equals(limits)) {
            throw new IllegalStateException("a pass for " + limits + " was planned for " + pass.limits());
        }
        return after - before;
    }
}
