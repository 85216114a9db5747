package io.graft.training.dataset;

import io.graft.training.TrainingConfig;

/// What an import accepts at most.
///
/// @param rowBytes      bytes of one row
/// @param rows          rows of all files together
/// @param labels        different labels
/// @param rejectedShare share of rejected rows, 0 to 1
record Limits(int rowBytes, long rows, int labels, double rejectedShare) {

    static Limits of(TrainingConfig config) {
        return new Limits(
                Math.toIntExact(config.maxRow().asLongValue()),
                config.maxRows(),
                config.maxLabels(),
                config.maxRejectedShare());
    }
}
