package io.graft.engine.compute;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The numbers that frozen weights are multiplied in. Adapters, norms, attention and losses are always 32-bit floats.
public enum Precision {
    /// Weights and inputs as 32-bit floats.
    FP32,

    /// Weights as 8-bit integers with a scale per output, inputs and gradients rounded to 8 bits with a scale per row
    /// before each product (W8A8).
    INT8;

    /// As users write it: `fp32` or `int8`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException naming the known labels
    public static Precision of(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision must be "
                        + Arrays.stream(values()).map(Precision::label).collect(Collectors.joining(" or ")) + ", is "
                        + label));
    }
}
