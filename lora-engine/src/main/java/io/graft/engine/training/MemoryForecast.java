package io.graft.engine.training;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.WeightMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tells from the headers of a model's files whether a training of it will fit into memory, before any weight is read.
public final class MemoryForecast {

    private static final MemoryEstimate NOTHING = new MemoryEstimate(new WeightMemory(0, false), 0, 0, 0);

    private final CausalModel outline;
    private final List<WeightMemory> rounded;

    private MemoryForecast(CausalModel outline, List<WeightMemory> rounded) {
        this.outline = outline;
        this.rounded = rounded;
    }

    /// @param base a Hugging Face folder, see [CausalModel#outline]
    public static MemoryForecast of(Path base, Compute compute, Precision precision) throws IOException {
        List<WeightMemory> rounded = switch (precision) {
            case FP32 ->
                List.of(CausalModel.outline(base, compute, Precision.INT8).weightMemory());
            case INT8 -> List.of();
        };
        return new MemoryForecast(CausalModel.outline(base, compute, precision), rounded);
    }

    /// The model without the numbers of its weights.
    public CausalModel outline() {
        return outline;
    }

    /// @throws NotEnoughMemoryException if not even the weights fit
    public void requireWeights() {
        MemoryEstimate least = NOTHING.withWeights(outline.weightMemory());
        List<MemoryCheck.Remedy> remedies = new ArrayList<>(int8(least));
        remedies.add(MemoryCheck.Remedy.of("a smaller base model"));
        String needs = "the weights of " + outline.name() + " alone need "
                + Gibibytes.of(least.weights().bytes()) + " GiB in "
                + outline.precision().label();
        new MemoryCheck(least, remedies).require(needs, MemoryOffer.ofThisProcess());
    }

    /// What a training takes at its most.
    ///
    /// @throws NotEnoughMemoryException if it would not fit, with what it needs and what would help
    /// @throws IllegalArgumentException naming the field of the configuration that does not suit the model
    public MemoryEstimate require(LoraConfig lora, TrainingConfig config, TrainingData data) throws IOException {
        requireWeights();
        LoraAdapter adapter = LoraAdapter.create(outline, lora, config.seed());
        MemoryPlanner planner = new MemoryPlanner(outline, adapter, Passes.plan(data, lora, config), data);
        MemoryEstimate wanted = planner.estimate();
        planner.check(int8(wanted)).require(MemoryOffer.ofThisProcess());
        return wanted;
    }

    private List<MemoryCheck.Remedy> int8(MemoryEstimate wanted) {
        return rounded.stream()
                .map(weights -> new MemoryCheck.Remedy("precision int8", wanted.withWeights(weights)))
                .toList();
    }
}
