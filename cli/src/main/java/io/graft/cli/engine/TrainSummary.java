package io.graft.cli.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.graft.cli.engine.bench.ResidentMemory;
import io.graft.engine.training.Trainer;
import io.graft.engine.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What `graft engine train` prints in the end.
///
/// @param ending            completed or stopped_early
/// @param steps             that were made, those before a resumption included
/// @param firstLoss         of the first step, before any update
/// @param evalLoss          of the last evaluation; absent without held-out rows
/// @param bestStep          after which the evaluation loss was lowest
/// @param tokens            that went through the model
/// @param tokensPerSecond   in the steps of this process
/// @param trainedParameters numbers of the adapter
/// @param peakResidentBytes of this process; absent where the system does not tell
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainSummary(
        String ending,
        int steps,
        int totalSteps,
        @Nullable Double firstLoss,
        @Nullable Double lastLoss,
        @Nullable Double evalLoss,
        @Nullable Integer bestStep,
        @Nullable Double bestEvalLoss,
        long tokens,
        double tokensPerSecond,
        long trainedParameters,
        @Nullable Long peakResidentBytes,
        String adapter) {

    static TrainSummary of(TrainingResult result, Trainer trainer, TrainingFigures figures, Path out)
            throws IOException {
        Optional<TrainingResult.Best> best = result.best();
        return new TrainSummary(
                result.ending().name().toLowerCase(Locale.ROOT),
                result.steps(),
                trainer.totalSteps(),
                orNull(figures.firstLoss()),
                orNull(figures.lastLoss()),
                orNull(figures.evalLoss()),
                best.map(TrainingResult.Best::step).orElse(null),
                best.map(TrainingResult.Best::loss).orElse(null),
                result.tokens(),
                figures.tokensPerSecond(),
                trainer.adapter().parameters(),
                ResidentMemory.peak().stream().boxed().findFirst().orElse(null),
                out.toString());
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
