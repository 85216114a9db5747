package io.graft.engine.training;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides whether a training fits into memory.
///
/// @param wanted   what it takes as it is configured
/// @param remedies what would take less
record MemoryCheck(MemoryEstimate wanted, List<Remedy> remedies) {

    /// What lies in the heap besides: classes' data, templates, rows.
    private static final long HEAP_BESIDES = 32L << 20;

    /// The share of the heap that large arrays can fill, with the serial collector. G1 gives each of them
    /// whole regions, so it may need more where a region is not much smaller than a matrix.
    private static final double USABLE = 0.85;

    /// A remedy that saves less than this share is none.
    private static final double WORTH = 0.05;

    MemoryCheck {
        remedies = List.copyOf(remedies);
    }

    /// A change of the training.
    ///
    /// @param what  as users know it
    /// @param takes what the training takes then, where that is known
    record Remedy(String what, Optional<MemoryEstimate> takes) {

        Remedy(String what, MemoryEstimate takes) {
            this(what, Optional.of(takes));
        }

        static Remedy of(String what) {
            return new Remedy(what, Optional.empty());
        }

        boolean helps(MemoryEstimate wanted) {
            return takes.map(estimate -> estimate.total() < (1 - WORTH) * wanted.total())
                    .orElse(true);
        }

        @Override
        public String toString() {
            return what
                    + takes.map(estimate -> " (" + Gibibytes.of(estimate.total()) + " GiB)")
                            .orElse("");
        }
    }

    /// @throws NotEnoughMemoryException if it does not fit
    void require(MemoryOffer offer) {
        require("the training needs " + wanted, offer);
    }

    /// @param needs how the message begins
    void require(String needs, MemoryOffer offer) {
        if (fits(wanted, offer)) {
            return;
        }
        boolean heap = heap(wanted) > offer.heap();
        String place = heap
                ? "Java's heap offers " + Gibibytes.of(offer.heap()) + " GiB (-Xmx)"
                : "the machine or container offers " + Gibibytes.of(offer.machine()) + " GiB";
        List<String> help = Stream.concat(
                        largerHeap(offer, heap).stream(),
                        remedies.stream().filter(remedy -> remedy.helps(wanted)).map(Remedy::toString))
                .toList();
        throw new NotEnoughMemoryException(needs + "; " + place + ". What would help: " + String.join(", ", help));
    }

    private static boolean fits(MemoryEstimate estimate, MemoryOffer offer) {
        return heap(estimate) <= offer.heap() && estimate.total() <= offer.machine();
    }

    /// The heap that is needed to fit.
    private static long heap(MemoryEstimate estimate) {
        return (long) ((estimate.heap() + HEAP_BESIDES) / USABLE);
    }

    private Optional<String> largerHeap(MemoryOffer offer, boolean heap) {
        if (!heap || wanted.total() > offer.machine()) {
            return Optional.empty();
        }
        long least = (heap(wanted) >> 20) + 1;
        return Optional.of("a heap of at least " + Gibibytes.of(least << 20) + " GiB (-Xmx" + least + "m)");
    }
}
