package io.graft.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The vectors that this processor prefers.
final class Vectors {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /// Floats in a vector.
    static final int LANES = SPECIES.length();

    private Vectors() {}
}
