package io.graft.worker.benchmark;

import io.graft.engine.adapter.Adapter;
import java.util.Map;

/// A task whose rows are tokens already, the same for every subject.
interface PreparedTask {

    /// As the job names it.
    String name();

    /// Rows to score.
    int size();

    /// Scores one row.
    void score(int row, Adapter subject, Scores scores);

    Map<String, Double> metrics(Scores scores);
}
