package io.graft.engine.adapter;

import io.graft.engine.kernel.Kernels;
import java.io.IOException;

/// What an adapter must know of the model that it belongs to.
public interface AdaptableModel {

    /// Decoder layers.
    int layers();

    /// Inputs of a projection.
    int inputs(Projection projection);

    /// Outputs of a projection.
    int outputs(Projection projection);

    /// The name that an adapter's configuration gives as its base.
    String name();

    /// SHA-256 over the weights files, as 64 hexadecimal digits.
    String digest() throws IOException;

    Kernels kernels();
}
