package io.graft.engine.transformer;

import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.layer.Rotary;

/// How fast the pairs of a head's dimensions turn with the position.
///
/// @param theta   base of the frequencies
/// @param pairs   how many pairs turn
/// @param scaling how the frequencies are changed for longer contexts
record RotaryConfig(double theta, int pairs, RopeScaling scaling) {

    /// One rotary embedding for all layers, in both forms that occur: `rope_parameters`, and `rope_theta` with
    /// `rope_scaling`.
    static RotaryConfig of(ConfigFields fields, ModelShape shape) throws MalformedFileException {
        ConfigFields parameters = parameters(fields);
        RopeScaling scaling = RopeScaling.of(fields, parameters, RopeScaling.type(parameters));
        if (!(scaling instanceof RopeScaling.None) && partial(fields, parameters) != 1) {
            throw fields.wrong("partial_rotary_factor must be 1 where rotary embedding is scaled, is "
                    + partial(fields, parameters));
        }
        scaling.requireFactors(fields, shape.headSize() / 2);
        return new RotaryConfig(theta(fields, parameters), shape.headSize() / 2, scaling);
    }

    /// Phi 3 turns a part of every head where `partial_rotary_factor` says so, and calls LongRoPE by older names, too.
    static RotaryConfig ofPhi(ConfigFields fields, ModelShape shape) throws MalformedFileException {
        ConfigFields parameters = parameters(fields);
        String type = RopeScaling.type(parameters);
        String known = type.equals("su") || type.equals("yarn") ? "longrope" : type;
        if (!known.equals("default") && !known.equals("longrope")) {
            throw fields.wrong("rope_type must be default or longrope, is " + type);
        }
        double partial = partial(fields, parameters);
        int turned = (int) (shape.headSize() * partial);
        if (turned < 2 || turned > shape.headSize() || turned % 2 != 0) {
            throw fields.wrong("partial_rotary_factor must select an even number of a head's " + shape.headSize()
                    + " columns, is " + partial);
        }
        RopeScaling scaling = RopeScaling.of(fields, parameters, known);
        scaling.requireFactors(fields, turned / 2);
        return new RotaryConfig(theta(fields, parameters), turned / 2, scaling);
    }

    /// The rotary embedding of the layers of one type.
    ///
    /// @param thetaField where the base is if `rope_parameters` does not hold it
    static RotaryConfig ofLayerType(ConfigFields fields, ModelShape shape, String type, String thetaField)
            throws MalformedFileException {
        ConfigFields parameters = fields.inside("rope_parameters").inside(type);
        if (type.equals("full_attention")) {
            parameters = fields.inside("rope_scaling").withDefaults(parameters);
        }
        double theta = parameters.has("rope_theta") ? parameters.number("rope_theta") : fields.number(thetaField);
        RopeScaling scaling = RopeScaling.of(fields, parameters, RopeScaling.type(parameters));
        scaling.requireFactors(fields, shape.headSize() / 2);
        // transformers 5.17 does not find `truncate` where the parameters are given by layer type
        RopeScaling found = scaling instanceof RopeScaling.Yarn yarn ? yarn.truncated() : scaling;
        return new RotaryConfig(theta, shape.headSize() / 2, found);
    }

    private static ConfigFields parameters(ConfigFields fields) throws MalformedFileException {
        ConfigFields scaling = fields.inside("rope_scaling");
        return scaling.isEmpty() ? fields.inside("rope_parameters") : scaling;
    }

    private static double theta(ConfigFields fields, ConfigFields parameters) throws MalformedFileException {
        return (parameters.has("rope_theta") ? parameters : fields).number("rope_theta");
    }

    private static double partial(ConfigFields fields, ConfigFields parameters) throws MalformedFileException {
        String field = "partial_rotary_factor";
        ConfigFields holder = parameters.has(field) ? parameters : fields;
        return holder.has(field) ? holder.number(field) : 1;
    }

    Rotary rotary(int headSize) {
        return new Rotary(headSize, frequencies(), (float) scaling.amplitude());
    }

    /// Radians per position of every pair.
    float[] frequencies() {
        float[] periods = new float[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            periods[pair] = (float) Math.pow((float) theta, (float) pair / pairs);
        }
        return scaling.frequencies(periods, theta);
    }

    /// Tokens that a sequence may have as far as the scaling is concerned.
    int maxPositions() {
        return scaling.maxPositions();
    }
}
