package io.graft.engine.training;

import java.util.List;

/// Which examples each step learns from.
interface BatchPlan {

    int stepsPerEpoch();

    int totalSteps();

    /// The batches of a step, each a list of indexes of examples; the last step of an epoch may have fewer.
    ///
    /// @param step from 0
    List<int[]> batches(int step);
}
