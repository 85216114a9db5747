package io.graft.engine.training;

import com.sun.management.ThreadMXBean;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TrainingPass;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/// Estimates what a training takes before it is planned. A pass's memory grows with its tokens in a
/// straight line, so two tiny passes tell of a large one: nothing has to repeat what passes allocate, and
/// forget a part of it.
final class MemoryPlanner {

    private static final int FEW = 16;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final CausalModel model;
    private final LoraAdapter adapter;
    private final TrainingPass.Plan plan;
    private final List<Example> examples;

    /// @param examples all that are kept in memory
    MemoryPlanner(CausalModel model, LoraAdapter adapter, TrainingPass.Plan plan, List<Example> examples) {
        this.model = model;
        this.adapter = adapter;
        this.plan = plan;
        this.examples = examples;
    }

    MemoryEstimate estimate() {
        return new MemoryEstimate(model.weightMemory(), adapterBytes(), passBytes(plan), exampleBytes());
    }

    MemoryCheck check() {
        MemoryEstimate wanted = estimate();
        TrainingPass.Limits limits = plan.limits();
        boolean recomputes = plan.keep() == TrainingPass.Keep.INPUTS;
        int shorter = Math.min(limits.sequence(), Passes.TOKENS);
        return new MemoryCheck(
                wanted,
                limits.sequence(),
                recomputes
                        ? Optional.empty()
                        : Optional.of(wanted.withActivations(passBytes(
                                new TrainingPass.Plan(limits, plan.dropoutRate(), TrainingPass.Keep.INPUTS)))),
                limits.sequence() <= Passes.TOKENS
                        ? Optional.empty()
                        : Optional.of(wanted.withActivations(passBytes(new TrainingPass.Plan(
                                new TrainingPass.Limits(Passes.TOKENS, shorter), plan.dropoutRate(), plan.keep())))));
    }

    /// The adapter that training starts from and the one that changes, each with its packed forms;
    /// gradients and moments; and a copy that is saved.
    private long adapterBytes() {
        long packed = 4; // the pair's two matrices, their transposes, and panels of each
        return Float.BYTES * adapter.parameters() * (2 * packed + 3 + packed);
    }

    private long exampleBytes() {
        return examples.stream()
                .mapToLong(example -> 2L * Integer.BYTES * example.length() + 64)
                .sum();
    }

    private long passBytes(TrainingPass.Plan wanted) {
        int sequence = wanted.limits().sequence();
        long few = allocated(wanted, new TrainingPass.Limits(FEW, sequence));
        long more = allocated(wanted, new TrainingPass.Limits(2 * FEW, sequence));
        return few + (more - few) * (wanted.limits().tokens() - FEW) / FEW;
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
