package io.graft.training.dataset;

import io.graft.contracts.training.TrainingApi.RejectedRow;
import java.util.ArrayList;
import java.util.List;

/// The rows that could not be used: all counted, the first ones kept with their reason.
final class Rejections {

    static final int KEPT = 100;

    private final List<RejectedRow> first = new ArrayList<>();
    private long count;

    void add(String file, long line, BadRow why) {
        count++;
        if (first.size() < KEPT) {
            first.add(new RejectedRow(file, line, why.reason()));
        }
    }

    long count() {
        return count;
    }

    List<RejectedRow> first() {
        return List.copyOf(first);
    }
}
