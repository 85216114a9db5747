package io.graft.cli.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.ModelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The sizes of a known model, without its weights: a `config.json` beside this class.
///
/// @param name as the command takes it
public record Shape(String name) {

    /// All shapes there are.
    public static final List<String> NAMES = List.of("smollm2-135m", "qwen2.5-0.5b", "llama3.2-1b");

    private static final long SEED = 1;

    /// @throws IllegalArgumentException naming those that there are
    public static Shape named(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("--shape must be one of " + String.join(", ", NAMES) + ", is " + name);
        }
        return new Shape(name);
    }

    /// A model of this shape with random weights.
    ///
    /// @param tokens that a sequence will have
    /// @throws IllegalArgumentException before any weight is made, if they are more than the model has positions
    CausalModel model(Compute compute, Precision precision, long tokens) throws IOException {
        ModelConfig config = ModelConfig.of(name, config());
        if (tokens > config.maxPositions()) {
            throw new IllegalArgumentException("a sequence of " + tokens + " tokens is longer than the "
                    + config.maxPositions() + " positions of " + name);
        }
        CausalModel.Shape shape = new CausalModel.Shape(name, config, SEED);
        return CausalModel.random(shape, compute, precision);
    }

    private JsonNode config() throws IOException {
        try (InputStream in = Shape.class.getResourceAsStream(name + ".json")) {
            return new JsonMapper().readTree(in);
        }
    }
}
