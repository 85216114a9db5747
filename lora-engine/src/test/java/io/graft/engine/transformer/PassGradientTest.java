package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.reference.Reference;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Gradients of whole passes against finite differences, for adapters of every shape and for every architecture.
class PassGradientTest {

    static Set<Projection> projections() {
        return EnumSet.range(Projection.Q_PROJ, Projection.DOWN_PROJ);
    }

    private static PassGradients of(Reference reference) throws IOException {
        return new PassGradients(CausalModel.load(reference.folder()));
    }

    @ParameterizedTest
    @MethodSource("projections")
    void one_projection_alone(Projection projection) throws IOException {
        of(Reference.bundled()).check(Set.of(projection), 0, 0);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void one_projection_of_the_last_layer(Projection projection) throws IOException {
        of(Reference.bundled()).check(Set.of(projection), 2, 0);
    }

    @Test
    void all_projections_from_the_second_layer_on() throws IOException {
        of(Reference.bundled()).check(projections(), 1, 0);
    }

    @Test
    void all_projections_with_dropout() throws IOException {
        of(Reference.bundled()).check(projections(), 0, 0.3f);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.3f})
    void magnitudes_with_and_without_dropout(float dropoutRate) throws IOException {
        of(Reference.bundled()).checkMagnitudes(projections(), dropoutRate);
    }

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void all_projections_of_every_architecture(String architecture) throws IOException {
        CausalModel model = CausalModel.load(Reference.oracle(architecture).folder());
        new PassGradients(model).check(model.projections(), 0, 0);
    }

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void each_projection_of_the_last_layer_of_every_architecture(String architecture) throws IOException {
        CausalModel model = CausalModel.load(Reference.oracle(architecture).folder());
        for (Projection projection : model.projections()) {
            new PassGradients(model).check(Set.of(projection), model.layers() - 1, 0);
        }
    }
}
