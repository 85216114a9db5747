package io.graft.engine.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.MergedTensors;
import io.graft.engine.checkpoint.AtomicFolder;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.OutputTensor;
import io.graft.engine.checkpoint.WeightFiles;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A model folder of Hugging Face's layout with an adapter merged into its weights, which every program reads that
/// reads the base: configuration, tokenizer and chat template are those of the base.
public final class MergedModel {

    private static final List<String> COMPANIONS = List.of(
            "added_tokens.json",
            "chat_template.jinja",
            "chat_template.json",
            "generation_config.json",
            "merges.txt",
            "special_tokens_map.json",
            "tokenizer.json",
            "tokenizer.model",
            "tokenizer_config.json",
            "vocab.json");
    private static final String CONFIG = "config.json";

    private final Path base;
    private final ExportOptions options;

    private MergedModel(Path base, ExportOptions options) {
        this.base = base;
        this.options = options;
    }

    /// Writes the folder whole or not at all.
    ///
    /// @param model loaded from a folder, in whatever precision: the weights are merged as that folder stores them
    /// @throws io.graft.engine.adapter.WrongBaseModelException if the adapter belongs to another model
    /// @throws java.nio.file.FileAlreadyExistsException if something is there already
    public static void write(CausalModel model, LoraAdapter adapter, Path folder, ExportOptions options)
            throws IOException {
        adapter.requireBase(model);
        MergedModel merged = new MergedModel(model.folder(), options);
        AtomicFolder.write(folder, partial -> {
            merged.writeWeights(adapter, partial);
            merged.writeConfig(partial);
            merged.copyCompanions(partial);
        });
    }

    private void writeWeights(LoraAdapter adapter, Path folder) throws IOException {
        try (WeightFiles files = WeightFiles.open(base)) {
            MergedTensors merged = new MergedTensors(files, adapter);
            Map<String, OutputTensor> tensors = new TreeMap<>();
            for (String name : files.names()) {
                tensors.put(name, tensor(name, files, merged));
            }
            new Shards(tensors, options.shardBytes()).write(folder);
        }
    }

    private OutputTensor tensor(String name, WeightFiles files, MergedTensors merged) throws IOException {
        List<Long> shape = files.shape(name);
        ElementType type = switch (options.precision()) {
            case STORED -> files.type(name);
            case FLOAT32 -> ElementType.F32;
        };
        if (shape.size() == 2) {
            int rows = Math.toIntExact(shape.get(0));
            return new OutputTensor(type, shape, merged.rows(name, rows, Math.toIntExact(shape.get(1))));
        }
        float[] values =
                merged.read(name, shape.stream().mapToLong(Long::longValue).toArray());
        return new OutputTensor(type, shape, RowSource.of(Matrix.of(values, 1, values.length)));
    }

    /// The configuration of the base; in another precision its name for that, by which transformers loads the weights.
    private void writeConfig(Path folder) throws IOException {
        ObjectNode config = (ObjectNode) JsonFiles.read(base.resolve(CONFIG));
        if (options.precision() == ExportOptions.Precision.FLOAT32) {
            config.put(config.has("dtype") ? "dtype" : "torch_dtype", "float32");
        }
        JsonFiles.write(folder.resolve(CONFIG), config);
    }

    private void copyCompanions(Path folder) throws IOException {
        for (String name : COMPANIONS) {
            Path file = base.resolve(name);
            if (Files.isRegularFile(file)) {
                Files.copy(file, folder.resolve(name));
            }
        }
    }
}
