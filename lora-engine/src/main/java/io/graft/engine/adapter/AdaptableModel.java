package io.graft.engine.adapter;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.layer.Linear;
import java.io.IOException;
import java.util.Set;

/// What an adapter must know of the model that it belongs to.
public interface AdaptableModel {

    /// Decoder layers.
    int layers();

    /// The linear layers that every decoder layer has.
    Set<Projection> projections();

    /// Inputs of a projection that the model has.
    int inputs(Projection projection);

    /// Outputs of a projection that the model has.
    int outputs(Projection projection);

    /// The frozen linear layer itself.
    Linear linear(int layer, Projection projection);

    /// The name that an adapter's configuration gives as its base.
    String name();

    /// SHA-256 over the weights files, as 64 hexadecimal digits.
    String digest() throws IOException;

    Kernels kernels();
}
