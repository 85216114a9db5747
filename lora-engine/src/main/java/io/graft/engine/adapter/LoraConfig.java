package io.graft.engine.adapter;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The shape of a LoRA adapter.
///
/// @param rank    inner size of every pair: PEFT's `r`
/// @param alpha   scale of the adapter, divided by what `scaling` says
/// @param dropout probability with which an input of a pair is dropped in training
/// @param targets which linear layers of every decoder layer get a pair; all values: all that the model has
/// @param scaling what alpha is divided by
public record LoraConfig(int rank, double alpha, double dropout, Set<Projection> targets, Scaling scaling) {

    /// What alpha is divided by.
    public enum Scaling {
        /// As in the LoRA paper.
        RANK,
        /// Rank-stabilised: PEFT's `use_rslora`.
        ROOT_OF_RANK
    }

    public LoraConfig {
        if (rank < 1) {
            throw new IllegalArgumentException("r must be at least 1, is " + rank);
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("alpha must be greater than 0, is " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be at least 0 and less than 1, is " + dropout);
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("target_modules must not be empty");
        }
        targets = Set.copyOf(targets);
    }

    /// Scaled by the rank.
    public LoraConfig(int rank, double alpha, double dropout, Set<Projection> targets) {
        this(rank, alpha, dropout, targets, Scaling.RANK);
    }

    /// @param targetModules names such as `q_proj`, or `all-linear`
    /// @throws IllegalArgumentException naming a target that is unknown, and the known ones
    public static LoraConfig of(int rank, double alpha, double dropout, List<String> targetModules) {
        return new LoraConfig(rank, alpha, dropout, Projection.named(targetModules));
    }

    /// Every linear layer, without dropout.
    public static LoraConfig allLinear(int rank, double alpha) {
        return new LoraConfig(rank, alpha, 0, EnumSet.allOf(Projection.class));
    }

    /// The same, with the targets that it means in a model.
    ///
    /// @throws IllegalArgumentException naming a target that the model lacks, and those it has
    LoraConfig on(AdaptableModel model) {
        return new LoraConfig(rank, alpha, dropout, Projection.of(model, targets), scaling);
    }

    /// What a pair's product is multiplied by.
    public float scale() {
        return (float) (alpha / (scaling == Scaling.RANK ? rank : Math.sqrt(rank)));
    }
}
