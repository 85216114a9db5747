package io.graft.engine.adapter;

import io.graft.engine.layer.LowRank;
import org.jspecify.annotations.Nullable;

/// What stands beside the frozen linear layers of a model during a pass.
public interface Adapter {

    /// The base model alone.
    Adapter NONE = new Adapter() {
        @Override
        public @Nullable LowRank pair(int layer, Projection projection) {
            return null;
        }

        @Override
        public int rank() {
            return 0;
        }
    };

    /// The pair beside a projection of a layer, or null where there is none.
    @Nullable
    LowRank pair(int layer, Projection projection);

    /// The largest rank of a pair, 0 if there is none.
    int rank();

    /// The most outputs of a pair that has a [io.graft.engine.layer.Magnitude], 0 if none has.
    default int widestDecomposed() {
        return 0;
    }
}
