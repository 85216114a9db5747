package io.graft.engine.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Puts examples into rows. The same lengths always give the same rows.
final class Packer {

    private final int[] lengths;
    private final int space;
    private final TreeMap<Integer, Deque<Row>> open = new TreeMap<>(); // by the space that is left
    private final List<Row> rows = new ArrayList<>();

    private static final class Row {
        private final List<Integer> examples = new ArrayList<>();
        private int left;

        Row(int space) {
            this.left = space;
        }
    }

    private Packer(int[] lengths, int space) {
        this.lengths = lengths;
        this.space = space;
    }

    /// The rows, each with the indexes of its examples.
    ///
    /// @param lengths of the examples
    static List<int[]> pack(int[] lengths, Packing packing) {
        return switch (packing.strategy()) {
            case NONE ->
                IntStream.range(0, lengths.length).mapToObj(i -> new int[] {i}).toList();
            case BEST_FIT_DECREASING -> new Packer(lengths, packing.maxLength()).bestFit();
        };
    }

    private List<int[]> bestFit() {
        IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> lengths[i]).reversed())
                .forEach(this::add);
        return rows.stream()
                .map(row -> row.examples.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private void add(int example) {
        Row row = fullestWithRoom(lengths[example]);
        row.examples.add(example);
        row.left -= lengths[example];
        if (row.left > 0) {
            open.computeIfAbsent(row.left, left -> new ArrayDeque<>()).add(row);
        }
    }

    /// Of rows that are equally full the one that became so first, or a new row.
    private Row fullestWithRoom(int length) {
        Map.Entry<Integer, Deque<Row>> best = open.ceilingEntry(length);
        if (best == null) {
            Row row = new Row(space);
            rows.add(row);
            return row;
        }
        Row row = best.getValue().remove();
        if (best.getValue().isEmpty()) {
            open.remove(best.getKey());
        }
        return row;
    }
}
