package io.graft.engine.check;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recorded logits of a LoRA run: tensors `KIND.N` for all positions of sequence N, `KIND_last.N` for its last one.
final class LoraLogits {

    private static final Pattern TENSOR = Pattern.compile("([a-z]+?)(_last)?\\.(\\d+)");
    private static final Set<String> KINDS = Set.of("init", "after", "merged");

    private final ReferenceModel reference;
    private final Path file;
    private final Cases cases;

    LoraLogits(ReferenceModel reference, Path file, Cases cases) {
        this.reference = reference;
        this.file = file;
        this.cases = cases;
    }

    /// A model as it is asked for logits.
    record Speaker(CausalModel model, Adapter adapter) {

        private Matrix logits(int[] ids) {
            return model.session(adapter).appendAll(ids);
        }
    }

    /// Compares what is recorded under a kind; nothing where nothing is recorded.
    void compare(String quantity, String kind, Speaker speaker) throws IOException {
        if (!holds(kind)) {
            return;
        }
        List<int[]> sequences = sequences();
        Difference difference = new Difference();
        try (SafetensorsReader recorded = SafetensorsReader.open(file)) {
            for (String name : recorded.names()) {
                Matcher matcher = TENSOR.matcher(name);
                if (matcher.matches() && kind.equals(matcher.group(1))) {
                    Matrix logits = speaker.logits(sequences.get(Integer.parseInt(matcher.group(3))));
                    add(recorded, name, isLast(matcher) ? logits.rows(logits.rows() - 1, 1) : logits, difference);
                }
            }
        }
        cases.compare(quantity, difference, kind.equals("init") ? Tolerance.LOGITS : Tolerance.TRAINED_LOGITS);
    }

    private static boolean isLast(Matcher matcher) {
        @Nullable String last = matcher.group(2);
        return last != null;
    }

    /// The last position is stored with or without a dimension of its own.
    private static void add(SafetensorsReader recorded, String name, Matrix logits, Difference difference)
            throws IOException {
        boolean flat = recorded.shape(name).size() == 1;
        float[] values =
                flat ? recorded.read(name, logits.columns()) : recorded.read(name, logits.rows(), logits.columns());
        difference.add(logits, values);
    }

    /// Whether logits of a kind are recorded.
    boolean holds(String kind) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (SafetensorsReader recorded = SafetensorsReader.open(file)) {
            return recorded.names().stream()
                    .map(TENSOR::matcher)
                    .anyMatch(name -> name.matches() && kind.equals(name.group(1)));
        }
    }

    /// How far two models' logits are from each other on the recorded sequences.
    Difference between(Speaker one, Speaker other) throws IOException {
        Difference difference = new Difference();
        for (int[] sequence : sequences()) {
            difference.add(one.logits(sequence), other.logits(sequence));
        }
        return difference;
    }

    /// Fails for tensors of a kind that is not known.
    void requireKnown() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (SafetensorsReader recorded = SafetensorsReader.open(file)) {
            for (String name : recorded.names()) {
                Matcher matcher = TENSOR.matcher(name);
                if (!matcher.matches() || !KINDS.contains(matcher.group(1))) {
                    cases.failed("tensor " + name, "is not known here, so nothing was compared with it");
                }
            }
        }
    }

    private List<int[]> sequences() throws IOException {
        return RecordedBatch.of(OracleNode.read(reference.expected("logits.json")))
                .ids();
    }
}
