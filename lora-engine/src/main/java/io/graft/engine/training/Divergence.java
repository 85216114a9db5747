package io.graft.engine.training;

import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.Dropout;
import io.graft.engine.transformer.TokenBatch;
import io.graft.engine.transformer.TrainingPass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// Tells where a training that diverged holds the first number that is not finite.
final class Divergence {

    private Divergence() {}

    /// The first layer on the way forward whose output is not finite.
    static String forward(TrainingPass pass, TokenBatch batch, Dropout dropout) {
        OptionalInt layer = pass.firstNotFinite(batch, dropout);
        return layer.isEmpty()
                ? "all layers have finite outputs, so it is the output layer's"
                : "the first layer whose output is not finite is model.layers." + layer.getAsInt();
    }

    /// The first pair on the way back, that is from the last layer down, whose gradient is not finite.
    static String backward(TrainableAdapter adapter) {
        return last(adapter, pair -> isFinite(pair.gradient()))
                .map(module -> "the first gradient on the way back that is not finite is that of " + module)
                .orElse("every gradient is finite, but the sum of their squares is not");
    }

    /// A pair that is no longer finite.
    static String adapter(TrainableAdapter adapter) {
        return last(adapter, pair -> isFinite(pair.pair()))
                .map(module -> "the adapter is no longer finite at " + module)
                .orElse("every number of the adapter is finite, but the sum of their squares is not");
    }

    private static Optional<String> last(TrainableAdapter adapter, Predicate<TrainableAdapter.Trained> isFinite) {
        List<Projection> projections = Arrays.asList(Projection.values());
        for (int layer = adapter.layers() - 1; layer >= 0; layer--) {
            for (Projection projection : projections.reversed()) {
                Optional<TrainableAdapter.Trained> trained = adapter.trained(layer, projection);
                if (trained.isPresent() && !isFinite.test(trained.get())) {
                    return Optional.of("model.layers." + layer + "." + projection.path());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFinite(LowRank pair) {
        Magnitude magnitude = pair.magnitude();
        return pair.a().isFinite()
                && pair.bTransposed().isFinite()
                && (magnitude == null || magnitude.values().isFinite());
    }

    private static boolean isFinite(LowRank.Gradient gradient) {
        Matrix lengths = gradient.magnitude();
        return gradient.a().isFinite() && gradient.bTransposed().isFinite() && (lengths == null || lengths.isFinite());
    }
}
