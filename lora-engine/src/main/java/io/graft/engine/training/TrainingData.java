package io.graft.engine.training;

import java.util.List;

/// What a training learns from, and what it only measures itself on.
///
/// @param heldOut may be empty
public record TrainingData(List<Example> train, List<Example> heldOut) {

    public TrainingData {
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
        if (train.isEmpty()) {
            throw new IllegalArgumentException("training needs at least one example, has none");
        }
    }

    /// Nothing held out.
    public static TrainingData of(List<Example> train) {
        return new TrainingData(train, List.of());
    }
}
