package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import java.io.IOException;

/// Adapters that change nothing, so that a training pass remembers every layer.
final class FreshAdapter {

    private FreshAdapter() {}

    static Adapter of(CausalModel model) throws IOException {
        return LoraAdapter.create(model, LoraConfig.allLinear(2, 2), 1);
    }
}
