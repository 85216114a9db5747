package io.graft.engine.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Draws some of many, the same ones for the same seed, in their own order.
public final class Draw {

    private Draw() {}

    /// Indexes below `size`, rising.
    public static List<Integer> indexes(int size, int count, long seed) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(all, new Random(seed));
        return List.copyOf(new TreeSet<>(all.subList(0, Math.min(count, size))));
    }
}
