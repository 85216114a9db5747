package io.graft.engine.transformer;

import io.graft.engine.checkpoint.MalformedFileException;
import java.util.List;

/// A change of the frequencies of rotary embedding, for contexts longer than those of the first training. Computed in
/// 32 bits in transformers' order: at position 200 the last bit of a frequency moves an angle by 1e-5.
sealed interface RopeScaling {

    /// Radians per position of every pair after the change.
    ///
    /// @param periods positions per radian before it, fastest pair first
    /// @param theta   their base
    float[] frequencies(float[] periods, double theta);

    /// What turned pairs are multiplied by.
    default double amplitude() {
        return 1;
    }

    /// Tokens that a sequence may have.
    default int maxPositions() {
        return Integer.MAX_VALUE;
    }

    /// Fails where factors are given per pair and are not as many as the pairs.
    default void requireFactors(ConfigFields fields, int pairs) throws MalformedFileException {}

    /// As trained. Also "dynamic" scaling: it begins to act beyond `max_position_embeddings`, which no sequence passes.
    record None() implements RopeScaling {

        @Override
        public float[] frequencies(float[] periods, double theta) {
            return inverse(periods);
        }
    }

    /// All positions divided by `factor`.
    record Linear(double factor) implements RopeScaling {

        @Override
        public float[] frequencies(float[] periods, double theta) {
            float[] scaled = inverse(periods);
            for (int pair = 0; pair < scaled.length; pair++) {
                scaled[pair] /= (float) factor;
            }
            return scaled;
        }
    }

    /// Llama 3: slow frequencies divided by `factor`, fast ones kept, those between blended.
    record Llama3(double factor, double lowFrequency, double highFrequency, double originalPositions)
            implements RopeScaling {

        @Override
        public float[] frequencies(float[] periods, double theta) {
            float[] scaled = inverse(periods);
            for (int pair = 0; pair < scaled.length; pair++) {
                scaled[pair] = scaled(scaled[pair]);
            }
            return scaled;
        }

        private float scaled(float frequency) {
            float wavelength = 1 / frequency * (float) (2 * Math.PI);
            if (wavelength < (float) (originalPositions / highFrequency)) {
                return frequency;
            }
            if (wavelength > (float) (originalPositions / lowFrequency)) {
                return frequency / (float) factor;
            }
            float turns = 1 / wavelength * (float) originalPositions;
            float kept = (turns - (float) lowFrequency) / (float) (highFrequency - lowFrequency);
            return (1 - kept) * frequency / (float) factor + kept * frequency;
        }
    }

    /// YaRN (arXiv 2309.00071): pairs that turn often keep their frequency, pairs that hardly turn are divided by
    /// `factor`, and there is a ramp between.
    ///
    /// @param fastTurns turns over the original positions from which a frequency is kept
    /// @param slowTurns turns up to which it is divided
    /// @param whole     whether the ramp begins and ends at whole pairs
    record Yarn(
            double factor,
            double amplitude,
            double fastTurns,
            double slowTurns,
            double originalPositions,
            boolean whole)
            implements RopeScaling {

        @Override
        public float[] frequencies(float[] periods, double theta) {
            int pairs = periods.length;
            double begin = pairOf(fastTurns, pairs, theta);
            double end = pairOf(slowTurns, pairs, theta);
            double low = Math.max(whole ? Math.floor(begin) : begin, 0);
            double high = Math.min(whole ? Math.ceil(end) : end, 2.0 * pairs - 1);
            double width = low == high ? 0.001 : high - low;
            float[] scaled = new float[pairs];
            for (int pair = 0; pair < pairs; pair++) {
                float kept = 1 - Math.clamp((pair - (float) low) / (float) width, 0f, 1f);
                float divided = 1 / (periods[pair] * (float) factor);
                scaled[pair] = divided * (1 - kept) + 1 / periods[pair] * kept;
            }
            return scaled;
        }

        /// The same with a ramp between whole pairs.
        Yarn truncated() {
            return new Yarn(factor, amplitude, fastTurns, slowTurns, originalPositions, true);
        }

        /// The pair, in fractions, that turns so often over the original positions.
        private double pairOf(double turns, int pairs, double theta) {
            return pairs * Math.log(originalPositions / (turns * 2 * Math.PI)) / Math.log(theta);
        }
    }

    /// LongRoPE (arXiv 2402.13753) up to the original positions, where every frequency is divided by its short factor.
    /// Longer sequences would need the long factors for all their tokens, and are refused.
    record LongRope(List<Double> shortFactors, double amplitude, int maxPositions) implements RopeScaling {

        @Override
        public float[] frequencies(float[] periods, double theta) {
            float[] scaled = new float[periods.length];
            for (int pair = 0; pair < scaled.length; pair++) {
                scaled[pair] = 1 / (shortFactors.get(pair).floatValue() * periods[pair]);
            }
            return scaled;
        }

        @Override
        public void requireFactors(ConfigFields fields, int pairs) throws MalformedFileException {
            if (shortFactors.size() != pairs) {
                throw fields.wrong("short_factor must hold " + pairs + " numbers, holds " + shortFactors.size());
            }
        }
    }

    private static float[] inverse(float[] periods) {
        float[] frequencies = new float[periods.length];
        for (int pair = 0; pair < frequencies.length; pair++) {
            frequencies[pair] = 1 / periods[pair];
        }
        return frequencies;
    }

    /// The kind of scaling that the parameters name.
    static String type(ConfigFields parameters) throws MalformedFileException {
        String field = parameters.has("rope_type") ? "rope_type" : "type";
        return parameters.has(field) ? parameters.text(field) : "default";
    }

    /// @param fields     of the whole configuration
    /// @param parameters of the rotary embedding
    static RopeScaling of(ConfigFields fields, ConfigFields parameters, String type) throws MalformedFileException {
        return switch (type) {
            case "default", "dynamic" -> new None();
            case "linear" -> new Linear(parameters.number("factor"));
            case "llama3" ->
                new Llama3(
                        parameters.number("factor"),
                        parameters.number("low_freq_factor"),
                        parameters.number("high_freq_factor"),
                        originalPositions(fields, parameters));
            case "yarn" -> yarn(fields, parameters);
            case "longrope" -> longRope(fields, parameters);
            default ->
                throw fields.wrong("rope_type must be default, linear, llama3, yarn, dynamic or longrope, is " + type);
        };
    }

    private static int originalPositions(ConfigFields fields, ConfigFields parameters) throws MalformedFileException {
        String field = "original_max_position_embeddings";
        if (fields.has(field)) {
            return fields.positive(field);
        }
        return parameters.has(field) ? parameters.positive(field) : fields.positive("max_position_embeddings");
    }

    private static double factor(ConfigFields fields, ConfigFields parameters) throws MalformedFileException {
        return parameters.has("factor")
                ? parameters.number("factor")
                : (double) fields.positive("max_position_embeddings") / originalPositions(fields, parameters);
    }

    private static Yarn yarn(ConfigFields fields, ConfigFields parameters) throws MalformedFileException {
        double factor = factor(fields, parameters);
        return new Yarn(
                factor,
                yarnAmplitude(parameters, factor),
                parameters.has("beta_fast") ? parameters.number("beta_fast") : 32,
                parameters.has("beta_slow") ? parameters.number("beta_slow") : 1,
                originalPositions(fields, parameters),
                !parameters.has("truncate") || parameters.flag("truncate"));
    }

    private static double yarnAmplitude(ConfigFields parameters, double factor) throws MalformedFileException {
        if (parameters.has("attention_factor")) {
            return parameters.number("attention_factor");
        }
        if (parameters.isNumber("mscale") && parameters.isNumber("mscale_all_dim")) {
            return yarnAmplitude(factor, parameters.number("mscale"))
                    / yarnAmplitude(factor, parameters.number("mscale_all_dim"));
        }
        return yarnAmplitude(factor, 1);
    }

    private static double yarnAmplitude(double factor, double weight) {
        return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
    }

    private static LongRope longRope(ConfigFields fields, ConfigFields parameters) throws MalformedFileException {
        int original = originalPositions(fields, parameters);
        double factor = factor(fields, parameters);
        double usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        double amplitude = parameters.has("attention_factor") ? parameters.number("attention_factor") : usual;
        return new LongRope(parameters.numbers("short_factor"), amplitude, original);
    }
}
