package io.graft.engine.export;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.checkpoint.OutputTensor;
import io.graft.engine.layer.LowRank;
import io.graft.engine.tensor.RowSource;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// An adapter as a GGUF file, which llama.cpp and LocalAI put beside a GGUF of the base model.
///
/// llama.cpp multiplies the product of a pair by `alpha / rank of the pair`, with one alpha for the whole adapter.
/// Where a pair's scale is another one (rank-stabilised, or with an alpha of its own), its matrix B is multiplied by
/// the rest.
public final class GgufAdapter {

    private final LoraAdapter adapter;
    private final GgufNames names;
    private final ElementType type;
    private final Map<String, OutputTensor> tensors = new LinkedHashMap<>();

    private GgufAdapter(LoraAdapter adapter, GgufNames names, ElementType type) {
        this.adapter = adapter;
        this.names = names;
        this.type = type;
    }

    /// Writes the file whole or not at all.
    ///
    /// @param model the base
    /// @param type  of the matrices: `F32` or `F16`
    /// @throws IllegalArgumentException if llama.cpp does not know the architecture, or nothing like the adapter
    /// @throws io.graft.engine.adapter.WrongBaseModelException if the adapter belongs to another model
    public static void write(CausalModel model, LoraAdapter adapter, Path file, ElementType type) throws IOException {
        adapter.requireBase(model);
        if (adapter.config().variant() == LoraConfig.Variant.DORA) {
            throw new IllegalArgumentException("use_dora: llama.cpp has no DoRA, so the adapter cannot be written as"
                    + " GGUF; merge it into its base model instead");
        }
        if (type == ElementType.BF16) {
            throw new IllegalArgumentException("the type of a GGUF adapter must be F32 or F16, is BF16");
        }
        GgufAdapter gguf = new GgufAdapter(adapter, GgufNames.of(model), type);
        gguf.collect();
        new GgufFile(gguf.metadata(), gguf.tensors).write(file);
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", names.architecture());
        metadata.put("general.type", "adapter");
        metadata.put("adapter.type", "lora");
        metadata.put("general.name", adapter.base().name() + " adapter");
        metadata.put("adapter.lora.alpha", (float) adapter.config().alpha());
        metadata.put("general.file_type", type == ElementType.F32 ? 0 : 1);
        metadata.put("general.quantization_version", 2);
        return metadata;
    }

    private void collect() {
        for (int layer = 0; layer < adapter.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                LowRank pair = adapter.pair(layer, projection);
                if (pair != null) {
                    float rest = rest(adapter.scale(layer, projection), pair.rank());
                    for (GgufNames.Part part : names.parts(layer, projection, pair.outputs())) {
                        put(part.tensor() + ".weight.lora_a", RowSource.of(pair.a()));
                        put(part.tensor() + ".weight.lora_b", new GgufRows(pair, part, rest));
                    }
                }
            }
        }
    }

    private void put(String name, RowSource rows) {
        tensors.put(name, OutputTensor.rows(type, rows));
    }

    /// What llama.cpp does not multiply by.
    private float rest(double scale, int rank) {
        return (float) (scale * rank / (float) adapter.config().alpha());
    }
}
