package io.graft.engine.transformer;

import java.io.IOException;

/// How fast the pairs of a head's dimensions turn with the position.
///
/// @param theta   base of the frequencies
/// @param scaling how the frequencies are changed for longer contexts
record RotaryConfig(double theta, Scaling scaling) {

    /// A change of the frequencies.
    sealed interface Scaling {

        /// As trained.
        record None() implements Scaling {}

        /// All positions divided by `factor`.
        record Linear(double factor) implements Scaling {}

        /// Llama 3: slow frequencies divided by `factor`, fast ones kept, those between blended.
        record Llama3(double factor, double lowFrequency, double highFrequency, double originalPositions)
                implements Scaling {}
    }

    /// Reads both forms that occur: `rope_parameters`, and `rope_theta` with `rope_scaling`.
    static RotaryConfig of(ConfigFields fields) throws IOException {
        if (fields.has("rope_parameters")) {
            ConfigFields parameters = fields.inside("rope_parameters");
            return new RotaryConfig(parameters.number("rope_theta"), scaling(parameters));
        }
        double theta = fields.has("rope_theta") ? fields.number("rope_theta") : 10000;
        return new RotaryConfig(
                theta, fields.has("rope_scaling") ? scaling(fields.inside("rope_scaling")) : new Scaling.None());
    }

    private static Scaling scaling(ConfigFields fields) throws IOException {
        String field = fields.has("rope_type") ? "rope_type" : "type";
        String type = fields.has(field) ? fields.text(field) : "default";
        return switch (type) {
            case "default" -> new Scaling.None();
            case "linear" -> new Scaling.Linear(fields.number("factor"));
            case "llama3" ->
                new Scaling.Llama3(
                        fields.number("factor"),
                        fields.number("low_freq_factor"),
                        fields.number("high_freq_factor"),
                        fields.number("original_max_position_embeddings"));
            default -> throw fields.wrong("rope_type must be default, linear or llama3, is " + type);
        };
    }

    /// One frequency per pair of a head's dimensions, in radians per position.
    float[] inverseFrequencies(int headSize) {
        float[] frequencies = new float[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) scaled(1 / Math.pow(theta, 2.0 * i / headSize));
        }
        return frequencies;
    }

    private double scaled(double frequency) {
        return switch (scaling) {
            case Scaling.None none -> frequency;
            case Scaling.Linear linear -> frequency / linear.factor();
            case Scaling.Llama3 llama3 -> scaled(frequency, llama3);
        };
    }

    private static double scaled(double frequency, Scaling.Llama3 scaling) {
        double turns = scaling.originalPositions() * frequency / (2 * Math.PI);
        double blend = (turns - scaling.lowFrequency()) / (scaling.highFrequency() - scaling.lowFrequency());
        double kept = Math.clamp(blend, 0.0, 1.0);
        return frequency * (kept + (1 - kept) / scaling.factor());
    }
}
