package io.graft.training.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Chooses held-out rows by what they say: the same rows give the same split in any order, and when a
/// data set grows, most rows stay on their side.
final class TestSplit {

    private TestSplit() {}

    /// @param inputs one for each row; rows with the same input go to the same side
    /// @param share  of the rows, 0 for none; otherwise at least one row is held out, and one is left
    static Set<TextKey> choose(List<TextKey> inputs, double share) {
        List<TextKey> distinct = inputs.stream().distinct().sorted().toList();
        if (share == 0 || distinct.size() < 2) {
            return Set.of();
        }
        long wanted = Math.clamp(Math.round(distinct.size() * share), 1, distinct.size() - 1);
        return new HashSet<>(distinct.subList(0, Math.toIntExact(wanted)));
    }
}
