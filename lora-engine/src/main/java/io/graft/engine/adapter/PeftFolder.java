package io.graft.engine.adapter;

import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.checkpoint.SafetensorsWriter;
import io.graft.engine.layer.LowRank;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// An adapter folder in the format of PEFT. The digest of the base weights is kept in the metadata of the safetensors
/// file, which PEFT ignores.
final class PeftFolder {

    static final String WEIGHTS = "adapter_model.safetensors";
    static final String CONFIG = "adapter_config.json";
    private static final String DIGEST = "graft.base_model_sha256";

    private final Path folder;

    PeftFolder(Path folder) {
        this.folder = folder;
    }

    LoraAdapter load(AdaptableModel model) throws IOException {
        LoraConfig config = config(model);
        try (SafetensorsReader reader = SafetensorsReader.open(folder.resolve(WEIGHTS))) {
            checkBase(reader, model);
            Set<String> used = new HashSet<>();
            LoraAdapter adapter = LoraAdapter.of(
                    model,
                    config,
                    (layer, projection) -> pair(reader, new Shape(model, config, layer, projection), used));
            Set<String> unknown = new TreeSet<>(reader.names());
            unknown.removeAll(used);
            if (!unknown.isEmpty()) {
                throw new MalformedFileException(
                        reader.file(),
                        "holds tensors that target_modules does not name or the model does not have: " + unknown);
            }
            return adapter;
        }
    }

    private LoraConfig config(AdaptableModel model) throws IOException {
        Path file = folder.resolve(CONFIG);
        try {
            return new PeftConfig(file).read().on(model);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkBase(SafetensorsReader reader, AdaptableModel model) throws IOException {
        String expected = reader.metadata().get(DIGEST);
        if (expected != null && !expected.equals(model.digest())) {
            throw new WrongBaseModelException(reader.file() + ": was trained on base weights with SHA-256 " + expected
                    + ", but " + model.name() + " has " + model.digest());
        }
    }

    private record Shape(AdaptableModel model, LoraConfig config, int layer, Projection projection) {}

    private static LoraAdapter.Pair pair(SafetensorsReader reader, Shape shape, Set<String> used) throws IOException {
        int rank = shape.config.rank();
        int inputs = shape.model.inputs(shape.projection);
        int outputs = shape.model.outputs(shape.projection);
        String prefix = prefix(shape.layer, shape.projection);
        used.add(prefix + "lora_A.weight");
        used.add(prefix + "lora_B.weight");
        Matrix a = Matrix.of(reader.read(prefix + "lora_A.weight", rank, inputs), rank, inputs);
        Matrix b = Matrix.of(reader.read(prefix + "lora_B.weight", outputs, rank), outputs, rank);
        Matrix bTransposed = Matrix.zeros(rank, outputs);
        shape.model.kernels().transpose(b, bTransposed);
        return new LoraAdapter.Pair(a, bTransposed);
    }

    private static String prefix(int layer, Projection projection) {
        return "base_model.model.model.layers." + layer + "." + projection.path() + ".";
    }

    void save(LoraAdapter adapter) throws IOException {
        Map<String, Matrix> tensors = new TreeMap<>();
        for (int layer = 0; layer < adapter.layers(); layer++) {
            for (Projection projection : adapter.config().targets()) {
                LowRank pair = adapter.pair(layer, projection);
                if (pair != null) {
                    tensors.put(prefix(layer, projection) + "lora_A.weight", pair.a());
                    tensors.put(prefix(layer, projection) + "lora_B.weight", pair.b());
                }
            }
        }
        Files.createDirectories(folder);
        Map<String, String> metadata =
                Map.of("format", "pt", DIGEST, adapter.base().digest());
        new SafetensorsWriter(tensors, metadata).write(folder.resolve(WEIGHTS));
        JsonFiles.write(
                folder.resolve(CONFIG),
                PeftConfig.json(adapter.config(), adapter.base().name()));
    }
}
