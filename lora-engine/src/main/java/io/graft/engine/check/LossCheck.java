package io.graft.engine.check;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.TokenBatch;
import io.graft.engine.transformer.TrainingPass;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The loss of a batch in the forms that transformers computes, and the log-probability of each token.
final class LossCheck {

    private final ReferenceModel reference;
    private final Cases cases;
    private final OracleNode recorded;
    private final RecordedBatch batch;

    LossCheck(ReferenceModel reference, Cases cases) throws IOException {
        this.reference = reference;
        this.cases = cases;
        this.recorded = OracleNode.read(reference.expected("loss.json"));
        this.batch = RecordedBatch.of(recorded);
    }

    void run() throws IOException {
        BatchLoss loss = loss(batch.ids(), batch.labels());
        cases.compare(
                "loss", new Difference().add(loss.mean(), recorded.at("loss").number()), Tolerance.LOSS);
        Optional<OracleNode> tokens = recorded.find("num_label_tokens");
        if (tokens.isPresent()) {
            cases.compare(
                    "labelled tokens",
                    new Difference().add((double) loss.tokens(), tokens.get().number()),
                    0);
        }
        Optional<OracleNode> ofHundred = recorded.find("loss_num_items_in_batch_100");
        if (ofHundred.isPresent()) {
            cases.compare(
                    "loss by number of items",
                    new Difference().add(loss.sum() / 100, ofHundred.get().number()),
                    Tolerance.LOSS);
        }
        Optional<OracleNode> all = recorded.find("loss_all_tokens");
        if (all.isPresent()) {
            Difference difference = new Difference()
                    .add(loss(batch.ids(), batch.ids()).mean(), all.get().number());
            cases.compare("loss of all tokens", difference, Tolerance.LOSS);
        }
        Optional<OracleNode> alone = recorded.find("loss_per_sequence_alone");
        if (alone.isPresent()) {
            cases.attempt("loss of each sequence", () -> alone(alone.get().numbers()));
        }
        Optional<OracleNode> each = recorded.find("token_logprobs");
        if (each.isPresent()) {
            cases.attempt("token log-probabilities", () -> logProbabilities(each.get()));
        }
    }

    private BatchLoss loss(List<int[]> ids, List<int[]> labels) throws IOException {
        TokenBatch tokens = TokenBatch.of(ids, labels);
        int longest = ids.stream().mapToInt(sequence -> sequence.length).max().orElse(0);
        TrainingPass.Limits limits = new TrainingPass.Limits(tokens.tokens(), longest);
        return new TrainingPass(reference.model(), Adapter.NONE, limits, 0).forward(tokens);
    }

    private void alone(double[] losses) throws IOException {
        Difference difference = new Difference();
        for (int i = 0; i < losses.length; i++) {
            List<int[]> ids = List.of(batch.ids().get(i));
            difference.add(loss(ids, List.of(batch.labels().get(i))).mean(), losses[i]);
        }
        cases.compare("loss of each sequence", difference, Tolerance.LOSS);
    }

    /// Entry `t` is the log-probability of token `t + 1` after the tokens up to `t`.
    private void logProbabilities(OracleNode expected) throws IOException {
        Difference difference = new Difference();
        for (int i = 0; i < batch.ids().size(); i++) {
            int[] ids = batch.ids().get(i);
            Matrix logits = reference.model().session(Adapter.NONE).appendAll(ids);
            double[] values = expected.items().get(i).numbers();
            for (int t = 0; t < values.length; t++) {
                float logSum = reference.model().kernels().logSumExp(logits, t);
                difference.add((double) logits.get(t, ids[t + 1]) - logSum, values[t]);
            }
        }
        cases.compare("token log-probabilities", difference, Tolerance.LOG_PROBABILITY);
    }
}
