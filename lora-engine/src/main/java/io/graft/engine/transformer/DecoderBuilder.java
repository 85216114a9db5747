package io.graft.engine.transformer;

import io.graft.engine.checkpoint.MalformedFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Describes a decoder by what is different from Llama's: token vectors as they are, logits as they are.
final class DecoderBuilder {

    private final ModelShape shape;
    private final ConfigFields fields;
    private final List<LayerSpec> layers = new ArrayList<>();
    private NormSpec.Form normForm = NormSpec.Form.SCALE;
    private float embeddingScale = 1;
    private float logitDivisor = 1;
    private @Nullable Float logitSoftCap;

    DecoderBuilder(ModelShape shape, ConfigFields fields) {
        this.shape = shape;
        this.fields = fields;
    }

    ModelShape shape() {
        return shape;
    }

    /// Describes one layer.
    @FunctionalInterface
    interface LayerForm {
        LayerBuilder of(LayerBuilder layer, int index) throws MalformedFileException;
    }

    /// What all norms' tensors hold; must come before [#layers].
    DecoderBuilder normForm(NormSpec.Form form) {
        normForm = form;
        return this;
    }

    DecoderBuilder embeddingScale(double factor) {
        embeddingScale = (float) factor;
        return this;
    }

    DecoderBuilder logitDivisor(double divisor) {
        logitDivisor = (float) divisor;
        return this;
    }

    DecoderBuilder logitSoftCap(@Nullable Float cap) {
        logitSoftCap = cap;
        return this;
    }

    DecoderBuilder layers(LayerForm form) throws MalformedFileException {
        for (int index = 0; index < shape.layers(); index++) {
            LayerBuilder layer = new LayerBuilder(shape, index).normForm(normForm);
            layers.add(form.of(layer, index).build());
        }
        return this;
    }

    DecoderSpec build() throws MalformedFileException {
        LinearSpec table = new LinearSpec("model.embed_tokens", shape.hiddenSize(), shape.vocabularySize(), false);
        LinearSpec head = new LinearSpec("lm_head", shape.hiddenSize(), shape.vocabularySize(), false);
        boolean tied = fields.flag("tie_word_embeddings");
        return new DecoderSpec(
                new DecoderSpec.EmbeddingSpec(table, embeddingScale),
                layers,
                new NormSpec("model.norm", shape.hiddenSize(), normForm),
                new DecoderSpec.HeadSpec(head, tied, logitDivisor, logitSoftCap));
    }
}
