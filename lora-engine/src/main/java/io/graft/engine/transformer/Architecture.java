package io.graft.engine.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// The architectures that the engine knows, by the `model_type` of `config.json`. What a configuration leaves out is in
/// `defaults.json` beside this class, with the values that transformers 5.17 takes then.
enum Architecture {
    GEMMA2(GemmaModels::gemma2),
    GEMMA3_TEXT(GemmaModels::gemma3),
    GRANITE(GraniteModels::granite),
    GRANITEMOEHYBRID("shared_intermediate_size", GraniteModels::graniteHybrid),
    LLAMA(LlamaModels::llama),
    MISTRAL(LlamaModels::mistral),
    OLMO2(LlamaModels::olmo2),
    PHI3(LlamaModels::phi3),
    QWEN2(QwenModels::qwen2),
    QWEN3(QwenModels::qwen3),
    SMOLLM3(LlamaModels::smollm3),
    VAULTGEMMA(GemmaModels::vaultgemma);

    private static final JsonNode DEFAULTS = defaults();

    private final String inner;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods
    private final Description description;

    /// Turns a configuration into the description of a decoder.
    @FunctionalInterface
    private interface Description {
        DecoderBuilder describe(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException;
    }

    Architecture(Description description) {
        this("intermediate_size", description);
    }

    /// @param inner the field with the columns inside the feed-forward network
    Architecture(String inner, Description description) {
        this.inner = inner;
        this.description = description;
    }

    /// The value of `model_type`.
    String modelType() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws MalformedFileException if the configuration names no architecture, or one that is not supported
    static Architecture of(ConfigFields fields) throws MalformedFileException {
        String type = fields.text("model_type");
        for (Architecture architecture : values()) {
            if (architecture.modelType().equals(type)) {
                return architecture;
            }
        }
        String known = Arrays.stream(values()).map(Architecture::modelType).collect(Collectors.joining(", "));
        throw fields.wrong("model_type must be one of " + known + ", is " + type);
    }

    /// The configuration with what it leaves out.
    ConfigFields complete(ConfigFields fields) {
        return fields.withDefaults(DEFAULTS.path(modelType())).withDefaults(DEFAULTS.path("all"));
    }

    ModelShape shape(ConfigFields complete) throws MalformedFileException {
        return ModelShape.of(complete, inner);
    }

    DecoderSpec describe(ModelShape shape, ConfigFields complete) throws MalformedFileException {
        return description
                .describe(new DecoderBuilder(shape, complete), complete)
                .build();
    }

    private static JsonNode defaults() {
        try (InputStream in = Architecture.class.getResourceAsStream("defaults.json")) {
            return new JsonMapper().readTree(Objects.requireNonNull(in, "defaults.json is part of this library"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
