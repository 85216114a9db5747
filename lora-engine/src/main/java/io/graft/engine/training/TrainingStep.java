package io.graft.engine.training;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.kernel.AdamWStep;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.Dropout;
import io.graft.engine.transformer.TokenBatch;
import io.graft.engine.transformer.TrainingPass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// One step: gradients of its batches, clipping, update.
final class TrainingStep {

    private final LoraConfig lora;
    private final TrainableAdapter trainable;
    private final ExampleSet examples;
    private final TrainingPass pass;
    private final List<BatchLoss> losses = new ArrayList<>();
    private float clipping = 1;

    TrainingStep(TrainingPass pass, LoraConfig lora, TrainableAdapter trainable, ExampleSet examples) {
        this.pass = pass;
        this.lora = lora;
        this.trainable = trainable;
        this.examples = examples;
    }

    /// @param step   from 0
    /// @param tokens that went through the model before
    StepMetrics run(int step, long tokens) {
        long start = System.nanoTime();
        List<List<TokenBatch>> batches =
                examples.plan().batches(step).stream().map(examples::passes).toList();
        gradients(step, batches);
        double norm = trainable.gradientNorm();
        requireFinite(step, "grad_norm", norm, () -> Divergence.backward(trainable));
        double rate = learningRate(step);
        AdamWStep update = update(step, rate, norm);
        clipping = update.gradientScale();
        trainable.update(update);
        requireFinite(step, "the adapter's norm", trainable.parameterNorm(), () -> Divergence.adapter(trainable));
        int stepTokens = sum(batches, TokenBatch::tokens);
        BatchLoss total = losses.stream().reduce(BatchLoss.NONE, BatchLoss::plus);
        return new StepMetrics(
                step + 1,
                examples.plan().totalSteps(),
                (step + 1.0) / examples.plan().stepsPerEpoch(),
                loss(total),
                rate,
                norm,
                total.accuracy(),
                tokens + stepTokens,
                stepTokens / Math.max(1e-9, (System.nanoTime() - start) * 1e-9),
                PeakMemory.bytes());
    }

    List<BatchLoss> lastBatches() {
        return List.copyOf(losses);
    }

    /// What the gradients of the last step were multiplied by.
    float lastClipping() {
        return clipping;
    }

    /// Passes of the batches in turn, whose gradients add up.
    private void gradients(int step, List<List<TokenBatch>> batches) {
        losses.clear();
        trainable.clearGradients();
        int labelled = sum(batches, TokenBatch::labelled);
        int number = 0;
        for (List<TokenBatch> passes : batches) {
            double weight = switch (examples.config().batching().weighting()) {
                case TOKENS -> 1.0 / labelled;
                case BATCHES -> 1.0 / sum(List.of(passes), TokenBatch::labelled) / batches.size();
            };
            BatchLoss batch = BatchLoss.NONE;
            for (TokenBatch tokens : passes) {
                Dropout dropout = dropout(step, number++);
                BatchLoss loss = pass.forwardBackward(tokens, (float) weight, dropout, trainable);
                requireFinite(step, "loss", loss.sum(), () -> Divergence.forward(pass, tokens, dropout));
                batch = batch.plus(loss);
            }
            losses.add(batch);
        }
    }

    private static int sum(List<List<TokenBatch>> batches, ToIntFunction<TokenBatch> count) {
        return batches.stream().flatMap(List::stream).mapToInt(count).sum();
    }

    /// Masks follow from seed, step and pass alone, so a resumed training drops what it would have dropped.
    ///
    /// @param pass number of the pass in its step
    private Dropout dropout(int step, int pass) {
        return new Dropout((float) lora.dropout(), examples.config().seed() * 31 + step * 100_003L + pass);
    }

    private double loss(BatchLoss total) {
        return switch (examples.config().batching().weighting()) {
            case TOKENS -> total.mean();
            case BATCHES ->
                losses.stream().mapToDouble(BatchLoss::mean).average().orElseThrow();
        };
    }

    private double learningRate(int step) {
        double factor =
                examples.config().schedule().factor(step, examples.plan().totalSteps());
        return examples.config().optimizer().learningRate() * factor;
    }

    /// As `torch.nn.utils.clip_grad_norm_`, whose norm is 1e-6 larger than the gradients', and `torch.optim.AdamW`.
    private AdamWStep update(int step, double rate, double norm) {
        AdamW optimizer = examples.config().optimizer();
        double correction1 = 1 - Math.pow(optimizer.beta1(), step + 1);
        double correction2 = 1 - Math.pow(optimizer.beta2(), step + 1);
        double limit = examples.config().maxGradNorm().orElse(Double.POSITIVE_INFINITY);
        return new AdamWStep(
                (float) Math.min(1, limit / (norm + 1e-6)),
                (float) (1 - rate * optimizer.weightDecay()),
                (float) (1 - optimizer.beta1()),
                (float) optimizer.beta2(),
                (float) (1 - optimizer.beta2()),
                (float) (rate / correction1),
                (float) Math.sqrt(correction2),
                (float) optimizer.epsilon());
    }

    private static void requireFinite(int step, String quantity, double value, Supplier<String> place) {
        if (!Double.isFinite(value)) {
            throw new TrainingDivergedException(step + 1, quantity, value, place.get());
        }
    }
}
