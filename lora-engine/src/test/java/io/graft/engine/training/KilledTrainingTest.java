package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.compute.KernelChoice;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTrainingTest {

    @TempDir
    Path work;

    /// What a training in a process of its own prints, which is killed once it has printed so many lines.
    private List<String> run(int killAfter) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder training = new ProcessBuilder(
                java,
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedTraining.class.getName(),
                work.resolve("checkpoints").toString());
        Optional.ofNullable(System.getProperty(KernelChoice.PROPERTY))
                .ifPresent(name -> training.command().add(1, "-D" + KernelChoice.PROPERTY + "=" + name));
        Process process =
                training.redirectError(work.resolve("errors.log").toFile()).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (lines.size() < killAfter) {
                    lines.add(line);
                }
                if (lines.size() == killAfter) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return lines;
    }

    @Test
    void the_curve_after_a_kill_equals_the_curve_without() throws IOException, InterruptedException {
        Recorder expected = new Recorder();
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        Trainer trainer = Trainer.start(model, Lessons.LORA, InterruptedTraining.config(), InterruptedTraining.data());
        trainer.run(expected);

        List<String> killed = run(5);
        assertThat(killed).as(Files.readString(work.resolve("errors.log"))).hasSize(5);
        List<String> resumed = run(Integer.MAX_VALUE);

        assertThat(resumed.getFirst()).as("goes on from a checkpoint").doesNotStartWith("1 ");
        TreeSet<String> both = new TreeSet<>(killed);
        both.addAll(resumed);
        TreeSet<String> curve = new TreeSet<>();
        expected.steps.forEach(step -> curve.add(InterruptedTraining.line(step)));
        curve.add(InterruptedTraining.line(
                trainer.evaluate(InterruptedTraining.data().heldOut())));
        assertThat(both).isEqualTo(curve);
    }
}
