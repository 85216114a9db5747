package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.LowRank;

/// Where the gradients of an adapter's pairs are summed up.
@FunctionalInterface
public interface AdapterGradients {

    /// Asked only for pairs that the adapter has.
    LowRank.Gradient of(int layer, Projection projection);
}
