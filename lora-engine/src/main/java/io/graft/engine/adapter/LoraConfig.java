package io.graft.engine.adapter;

import java.util.List;

/// The shape of a LoRA adapter, in the terms of PEFT's `LoraConfig`.
///
/// @param rank     inner size of a pair: `r`
/// @param alpha    scale of a pair, divided by what `scaling` says: `lora_alpha`
/// @param dropout  probability with which an input of a pair is dropped in training: `lora_dropout`
/// @param targets  which linear layers get a pair
/// @param patterns which of them have another rank or alpha
/// @param scaling  what alpha is divided by
/// @param variant  what a pair does to its linear layer
/// @param start    what a fresh pair holds
public record LoraConfig(
        int rank,
        double alpha,
        double dropout,
        Targets targets,
        Patterns patterns,
        Scaling scaling,
        Variant variant,
        Start start) {

    /// What alpha is divided by.
    public enum Scaling {
        /// As in the LoRA paper.
        RANK,
        /// Rank-stabilised: PEFT's `use_rslora`.
        ROOT_OF_RANK
    }

    /// What a pair does to its linear layer.
    public enum Variant {
        /// Adds the product of its matrices (arXiv 2106.09685).
        LORA,
        /// Adds it to the direction of each row and learns the row's length apart (arXiv 2402.09353): `use_dora`.
        DORA
    }

    /// What the matrix A of a fresh pair holds; B is zero.
    public enum Start {
        /// Uniform within `±1/sqrt(inputs)`, Kaiming's bound for `a = sqrt(5)`: `init_lora_weights` true.
        KAIMING_UNIFORM,
        /// Normal with a standard deviation of `1/r`: `init_lora_weights` gaussian.
        GAUSSIAN
    }

    public LoraConfig {
        requireRank("r", rank);
        requireAlpha("lora_alpha", alpha);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("lora_dropout must be at least 0 and less than 1, is " + dropout);
        }
    }

    static void requireRank(String field, int rank) {
        if (rank < 1) {
            throw new IllegalArgumentException(field + " must be at least 1, is " + rank);
        }
    }

    static void requireAlpha(String field, double alpha) {
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException(field + " must be greater than 0, is " + alpha);
        }
    }

    /// Plain LoRA.
    ///
    /// @param targetModules names such as `q_proj`, or `all-linear` alone
    public static LoraConfig of(int rank, double alpha, double dropout, List<String> targetModules) {
        return builder(Modules.of(targetModules))
                .rank(rank)
                .alpha(alpha)
                .dropout(dropout)
                .build();
    }

    /// Plain LoRA beside every linear layer, without dropout.
    public static LoraConfig allLinear(int rank, double alpha) {
        return of(rank, alpha, 0, List.of("all-linear"));
    }

    /// What a pair's product is multiplied by.
    double scale(int pairRank, double pairAlpha) {
        return pairAlpha / (scaling == Scaling.RANK ? pairRank : Math.sqrt(pairRank));
    }

    /// A builder with PEFT's defaults: rank 8, alpha 8, no dropout.
    public static Builder builder(Modules modules) {
        return new Builder(modules);
    }

    /// Collects values; [#build] checks them.
    public static final class Builder {

        private final Modules modules;
        private Modules excluded = Modules.NONE;
        private Layers layers = Layers.ALL;
        private int rank = 8;
        private double alpha = 8;
        private double dropout;
        private Patterns patterns = Patterns.NONE;
        private Scaling scaling = Scaling.RANK;
        private Variant variant = Variant.LORA;
        private Start start = Start.KAIMING_UNIFORM;

        private Builder(Modules modules) {
            this.modules = modules;
        }

        public Builder rank(int value) {
            rank = value;
            return this;
        }

        public Builder alpha(double value) {
            alpha = value;
            return this;
        }

        public Builder dropout(double value) {
            dropout = value;
            return this;
        }

        public Builder exclude(Modules value) {
            excluded = value;
            return this;
        }

        public Builder layers(Layers value) {
            layers = value;
            return this;
        }

        public Builder patterns(Patterns value) {
            patterns = value;
            return this;
        }

        public Builder scaling(Scaling value) {
            scaling = value;
            return this;
        }

        public Builder variant(Variant value) {
            variant = value;
            return this;
        }

        public Builder start(Start value) {
            start = value;
            return this;
        }

        /// @throws IllegalArgumentException naming the first field that is wrong
        public LoraConfig build() {
            Targets targets = new Targets(modules, excluded, layers);
            return new LoraConfig(rank, alpha, dropout, targets, patterns, scaling, variant, start);
        }
    }
}
