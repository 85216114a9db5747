package io.graft.engine.check;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.export.ExportOptions;
import io.graft.engine.export.ExportOptions.Precision;
import io.graft.engine.export.MergedModel;
import io.graft.engine.training.Example;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A LoRA training: losses, gradient norms and learning rates of every step, the adapter on the way and at the end,
/// and what the model says with it.
final class LoraCheck {

    private static final int FIRST = 5;

    private final ReferenceModel reference;
    private final Path folder;
    private final Cases cases;

    /// @param folder of the run
    LoraCheck(ReferenceModel reference, Path folder, Cases cases) {
        this.reference = reference;
        this.folder = folder;
        this.cases = cases;
    }

    void run() throws IOException {
        LoraAdapter start = LoraAdapter.load(reference.model(), folder.resolve("adapter_init"));
        LoraLogits logits = new LoraLogits(reference, folder.resolve("logits.safetensors"), cases);
        cases.attempt("logits init", () -> logits.compare("logits init", "init", speaker(start)));
        RecordedRun recorded = new RecordedRun(OracleNode.read(folder.resolve("run.json")));
        try (TemporaryFolder work = TemporaryFolder.create()) {
            ReplayedRun.Recording recording = new ReplayedRun.Recording(recorded.config(), batches(recorded));
            ReplayedRun replayed = ReplayedRun.of(reference.model(), start, recording, work.path());
            curve(recorded.root(), replayed);
            adapters(replayed);
            cases.attempt("logits after", () -> logits.compare("logits after", "after", speaker(replayed.adapter())));
            cases.attempt(
                    "logits merged",
                    () -> merged(logits, replayed.adapter(), work.path().resolve("merged")));
        }
        loaded(logits);
        logits.requireKnown();
    }

    /// The model with the trained adapter merged into its weights, written and loaded again.
    private void merged(LoraLogits logits, LoraAdapter trained, Path folder) throws IOException {
        if (!logits.holds("merged")) {
            return;
        }
        CausalModel base = reference.model();
        MergedModel.write(
                base, trained, folder, new ExportOptions(Precision.FLOAT32, ExportOptions.DEFAULT_SHARD_BYTES));
        LoraLogits.Speaker merged = new LoraLogits.Speaker(CausalModel.load(folder, base.compute()), Adapter.NONE);
        logits.compare("logits merged", "merged", merged);
        cases.compare("merged minus unmerged", logits.between(merged, speaker(trained)), Tolerance.MERGED);
    }

    /// The adapter that the other library trained.
    private void loaded(LoraLogits logits) {
        Path last = folder.resolve("adapter_final");
        if (Files.isDirectory(last)) {
            cases.attempt("logits of the recorded adapter", () -> {
                LoraLogits.Speaker loaded = speaker(LoraAdapter.load(reference.model(), last));
                logits.compare("logits of the recorded adapter", "after", loaded);
            });
        }
    }

    private LoraLogits.Speaker speaker(Adapter adapter) throws IOException {
        return new LoraLogits.Speaker(reference.model(), adapter);
    }

    private List<List<Example>> batches(RecordedRun recorded) throws IOException {
        List<OracleNode> all = OracleNode.read(reference.expected("lora").resolve("batches.json"))
                .at("batches")
                .items();
        int count = recorded.microBatches();
        if (count > all.size()) {
            throw recorded.root().wrong("micro_batches must be at most " + all.size() + ", is " + count);
        }
        List<List<Example>> batches = new ArrayList<>();
        for (OracleNode one : all.subList(0, count)) {
            batches.add(RecordedBatch.of(one).examples());
        }
        return batches;
    }

    private void curve(OracleNode recorded, ReplayedRun replayed) throws IOException {
        double[] losses = recorded.at("loss").numbers();
        double[] ours = sameLength(replayed.losses(), losses, "losses");
        Difference first = new Difference();
        Difference all = new Difference();
        for (int i = 0; i < losses.length; i++) {
            all.add(ours[i], losses[i]);
            if (i < FIRST) {
                first.add(ours[i], losses[i]);
            }
        }
        cases.compare("loss of the first steps", first, Tolerance.FIRST_LOSSES);
        cases.compare("loss of all steps", all, Tolerance.LOSSES);
        Optional<OracleNode> norms = recorded.find("grad_norm");
        if (norms.isPresent()) {
            cases.compare(
                    "gradient norm",
                    relative(replayed.gradientNorms(), norms.get().numbers()),
                    Tolerance.GRADIENT_NORM);
        }
        Optional<OracleNode> rates = recorded.find("learning_rate");
        if (rates.isPresent()) {
            cases.compare(
                    "learning rate",
                    absolute(replayed.learningRates(), rates.get().numbers()),
                    Tolerance.LEARNING_RATE);
        }
    }

    private static Difference relative(double[] actual, double[] expected) {
        Difference difference = new Difference();
        sameLength(actual, expected, "gradient norms");
        for (int i = 0; i < expected.length; i++) {
            difference.addRelative(actual[i], expected[i]);
        }
        return difference;
    }

    private static Difference absolute(double[] actual, double[] expected) {
        Difference difference = new Difference();
        sameLength(actual, expected, "learning rates");
        for (int i = 0; i < expected.length; i++) {
            difference.add(actual[i], expected[i]);
        }
        return difference;
    }

    private static double[] sameLength(double[] actual, double[] expected, String what) {
        if (actual.length != expected.length) {
            throw new IllegalArgumentException(
                    expected.length + " " + what + " are recorded, the engine made " + actual.length);
        }
        return actual;
    }

    private void adapters(ReplayedRun replayed) {
        Path gradients = folder.resolve("grads_step1.safetensors");
        if (Files.exists(gradients)) {
            cases.attempt("gradients of step 1", () -> {
                AdapterSpread spread = AdapterSpread.between(replayed.tensors(ReplayedRun.GRADIENTS_STEP_1), gradients);
                cases.compare("gradients of step 1", spread.worstOfLargest(), Tolerance.GRADIENTS);
            });
        }
        adapter(
                "adapter after step 2",
                replayed.tensors(ReplayedRun.AFTER_STEP_2),
                folder.resolve("adapter_after_step2.safetensors"),
                Tolerance.OfAdapter.AFTER_TWO_STEPS);
        adapter(
                "final adapter",
                replayed.tensors(ReplayedRun.FINAL),
                folder.resolve("adapter_final/adapter_model.safetensors"),
                Tolerance.OfAdapter.FINAL);
    }

    private void adapter(String quantity, Path actual, Path expected, Tolerance.OfAdapter limits) {
        if (!Files.exists(expected)) {
            return;
        }
        cases.attempt(quantity, () -> {
            AdapterSpread spread = AdapterSpread.between(actual, expected);
            cases.compare(quantity + " rms", spread.rms(), limits.rms());
            cases.compare(quantity + " 99.9 %", spread.quantile(0.999), limits.most());
            cases.compare(quantity + " single elements", spread.worst(), limits.each());
        });
    }
}
