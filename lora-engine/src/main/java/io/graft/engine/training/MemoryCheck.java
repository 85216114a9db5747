package io.graft.engine.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether a training fits into memory.
///
/// @param wanted      what it takes as it is configured
/// @param longest     tokens of its longest example
/// @param recomputing what it would take with `gradient_checkpointing`, unless that is on
/// @param shorter     what it would take if no example had more tokens than a pass, unless none has
record MemoryCheck(
        MemoryEstimate wanted, int longest, Optional<MemoryEstimate> recomputing, Optional<MemoryEstimate> shorter) {

    /// What the Java virtual machine, the tokenizer and the threads take besides.
    static final long RUNTIME = 200L << 20;

    /// What lies in the heap besides: classes' data, templates, rows.
    private static final long HEAP_BESIDES = 32L << 20;

    /// The share of the heap that large arrays can fill, with the serial collector. G1 gives each of them
    /// whole regions, so it may need more where a region is not much smaller than a matrix.
    private static final double USABLE = 0.85;

    /// A remedy that saves less than this share is none.
    private static final double WORTH = 0.05;

    /// @throws NotEnoughMemoryException if it does not fit
    void require(MemoryOffer offer) {
        if (fits(wanted, offer)) {
            return;
        }
        boolean heap = heap(wanted) > offer.heap();
        String place = heap
                ? "Java's heap offers " + Gibibytes.of(offer.heap()) + " GiB (-Xmx)"
                : "the machine or container offers " + Gibibytes.of(offer.machine()) + " GiB";
        throw new NotEnoughMemoryException("the training needs " + wanted + "; " + place + ". What would help: "
                + String.join(", ", remedies(offer, heap)));
    }

    private static boolean fits(MemoryEstimate estimate, MemoryOffer offer) {
        return heap(estimate) <= offer.heap() && estimate.total() + RUNTIME <= offer.machine();
    }

    /// The heap that is needed to fit.
    private static long heap(MemoryEstimate estimate) {
        return (long) ((estimate.heap() + HEAP_BESIDES) / USABLE);
    }

    private List<String> remedies(MemoryOffer offer, boolean heap) {
        List<String> remedies = new ArrayList<>();
        if (heap && wanted.total() + RUNTIME <= offer.machine()) {
            long least = (heap(wanted) >> 20) + 1;
            remedies.add("a heap of at least " + Gibibytes.of(least << 20) + " GiB (-Xmx" + least + "m)");
        }
        recomputing
                .filter(this::isWorthIt)
                .ifPresent(estimate ->
                        remedies.add("gradient_checkpointing (" + Gibibytes.of(estimate.total()) + " GiB)"));
        shorter.filter(this::isWorthIt)
                .ifPresent(estimate -> remedies.add("max_length " + Passes.TOKENS + " instead of examples of " + longest
                        + " tokens (" + Gibibytes.of(estimate.total()) + " GiB)"));
        remedies.add("precision int8");
        remedies.add("a smaller base model");
        return remedies;
    }

    private boolean isWorthIt(MemoryEstimate estimate) {
        return estimate.total() < (1 - WORTH) * wanted.total();
    }
}
