package io.graft.engine.training;

import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A training in a process of its own, which prints the bits of every loss, and which may be killed.
final class InterruptedTraining {

    private InterruptedTraining() {}

    static TrainingConfig config() {
        return Lessons.config()
                .epochs(4)
                .evaluation(new EvaluationPlan(OptionalInt.of(3), OptionalInt.empty(), 0, EvaluationPlan.Outcome.BEST))
                .build();
    }

    static TrainingData data() {
        List<Example> examples = Lessons.counting(26, 9);
        return new TrainingData(examples.subList(0, 21), examples.subList(21, 26));
    }

    /// Goes on from the latest checkpoint of a folder, or begins.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        Optional<Trainer> resumed = Trainer.resumeLatest(model, config(), data(), folder);
        Trainer trainer = resumed.isPresent() ? resumed.get() : Trainer.start(model, Lessons.LORA, config(), data());
        trainer.run(
                new TrainingListener() {
                    @Override
                    public void onStep(StepMetrics metrics) {
                        IO.println(line(metrics));
                    }
                },
                Optional.of(new Checkpoints(folder, 2, 2)));
        IO.println(line(trainer.evaluate(data().heldOut())));
    }

    static String line(StepMetrics metrics) {
        return metrics.step() + " " + Double.doubleToLongBits(metrics.loss());
    }

    static String line(Evaluation evaluation) {
        return "evaluation " + Double.doubleToLongBits(evaluation.loss());
    }
}
