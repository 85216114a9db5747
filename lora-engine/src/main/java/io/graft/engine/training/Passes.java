package io.graft.engine.training;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.transformer.TokenBatch;
import io.graft.engine.transformer.TrainingPass;
import java.util.ArrayList;
import java.util.List;

/// Splits a batch into passes: so many examples go through the model together that its matrix products are
/// efficient, and no more, since every token of a pass takes memory for its activations. Gradients add up
/// to the same sum.
final class Passes {

    /// Tokens of a pass; a longer example is a pass of its own.
    static final int TOKENS = 1024;

    private Passes() {}

    /// In the order of the examples.
    static List<TokenBatch> of(List<Example> examples) {
        List<TokenBatch> passes = new ArrayList<>();
        List<Example> pass = new ArrayList<>();
        int tokens = 0;
        for (Example example : examples) {
            if (tokens > 0 && tokens + example.length() > TOKENS) {
                passes.add(batch(pass));
                pass.clear();
                tokens = 0;
            }
            pass.add(example);
            tokens += example.length();
        }
        passes.add(batch(pass));
        return passes;
    }

    private static TokenBatch batch(List<Example> examples) {
        return TokenBatch.of(
                examples.stream().map(Example::ids).toList(),
                examples.stream().map(Example::labels).toList());
    }

    /// Passes that suffice for what is learned and what is held out.
    static TrainingPass.Plan plan(TrainingData data, LoraConfig lora, TrainingConfig config) {
        TrainingPass.Keep keep = switch (config.activations()) {
            case KEPT -> TrainingPass.Keep.ALL;
            case RECOMPUTED -> TrainingPass.Keep.INPUTS;
        };
        return new TrainingPass.Plan(limits(data.train()).and(limits(data.heldOut())), lora.dropout(), keep);
    }

    /// What the largest pass that examples could make takes.
    static TrainingPass.Limits limits(List<Example> examples) {
        int longest = examples.stream().mapToInt(Example::length).max().orElse(0);
        long all = examples.stream().mapToLong(Example::length).sum();
        return new TrainingPass.Limits((int) Math.max(longest, Math.min(TOKENS, all)), longest);
    }
}
