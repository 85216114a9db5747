package io.graft.engine.check;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Logits and hidden states of a batch, and which token is the most likely one.
final class LogitsCheck {

    private static final Pattern TENSOR = Pattern.compile("logits\\.(\\d+)|hidden_states\\.(\\d+)\\.(\\d+)");

    private final ReferenceModel reference;
    private final Cases cases;

    LogitsCheck(ReferenceModel reference, Cases cases) {
        this.reference = reference;
        this.cases = cases;
    }

    void run() throws IOException {
        OracleNode inputs = OracleNode.read(reference.expected("logits.json"));
        List<int[]> sequences = RecordedBatch.of(inputs).ids();
        try (SafetensorsReader recorded = SafetensorsReader.open(reference.expected("logits.safetensors"))) {
            cases.attempt("logits", () -> logits(inputs, sequences, recorded));
            cases.attempt("hidden states", () -> hiddenStates(sequences, recorded));
            for (String name : recorded.names()) {
                if (!TENSOR.matcher(name).matches()) {
                    cases.failed("tensor " + name, "is not known here, so nothing was compared with it");
                }
            }
        }
    }

    private void logits(OracleNode inputs, List<int[]> sequences, SafetensorsReader recorded) throws IOException {
        Difference difference = new Difference();
        Difference likeliest = new Difference();
        Optional<OracleNode> likely = inputs.find("argmax");
        for (int i = 0; i < sequences.size(); i++) {
            Matrix logits = reference.model().session(Adapter.NONE).appendAll(sequences.get(i));
            difference.add(logits, recorded.read("logits." + i, logits.rows(), logits.columns()));
            if (likely.isPresent()) {
                behindBest(logits, likely.get().items().get(i).integers(), likeliest);
            }
        }
        cases.compare("logits", difference, Tolerance.LOGITS);
        if (likely.isPresent()) {
            cases.compare("most likely tokens", likeliest, 2 * Tolerance.LOGITS);
        }
    }

    /// Adds how far the logit of the token that should be the most likely one is behind the best.
    private static void behindBest(Matrix logits, int[] expected, Difference difference) {
        for (int row = 0; row < logits.rows(); row++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int token = 0; token < logits.columns(); token++) {
                best = Math.max(best, logits.get(row, token));
            }
            difference.add(logits.get(row, expected[row]), best);
        }
    }

    private void hiddenStates(List<int[]> sequences, SafetensorsReader recorded) throws IOException {
        if (recorded.names().stream().noneMatch(name -> name.startsWith("hidden_states."))) {
            return;
        }
        Difference difference = new Difference();
        for (int i = 0; i < sequences.size(); i++) {
            List<Matrix> states = reference.model().hiddenStates(sequences.get(i), Adapter.NONE);
            for (String name : recorded.names()) {
                Matcher matcher = TENSOR.matcher(name);
                if (matcher.matches() && String.valueOf(i).equals(matcher.group(3))) {
                    Matrix state = state(states, Integer.parseInt(matcher.group(2)));
                    difference.add(state, recorded.read(name, state.rows(), state.columns()));
                }
            }
        }
        cases.compare("hidden states", difference, Tolerance.HIDDEN_STATES);
    }

    private static Matrix state(List<Matrix> states, int index) {
        if (index >= states.size()) {
            throw new IllegalArgumentException(
                    "hidden_states." + index + " is recorded, the model has " + (states.size() - 1) + " layers");
        }
        return states.get(index);
    }
}
