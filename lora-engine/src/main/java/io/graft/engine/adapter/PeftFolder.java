package io.graft.engine.adapter;

import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.checkpoint.OutputTensor;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.checkpoint.SafetensorsWriter;
import io.graft.engine.checkpoint.WeightFiles;
import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";
    private static final String MAGNITUDE = ".lora_magnitude_vector";

    private final Path folder;

    PeftFolder(Path folder) {
        this.folder = folder;
    }

    LoraAdapter load(AdaptableModel model) throws IOException {
        LoraConfig config = config();
        LoraPlan plan = plan(model, config, folder.resolve(CONFIG));
        try (SafetensorsReader reader = SafetensorsReader.open(folder.resolve(WEIGHTS))) {
            checkBase(reader, model);
            StoredPairs stored = new StoredPairs(model, config, reader);
            LoraAdapter adapter = LoraAdapter.of(model, config, plan, stored::pair);
            stored.requireNoOthers();
            return adapter;
        }
    }

    LoraConfig config() throws IOException {
        return new PeftConfigReader(folder.resolve(CONFIG)).read();
    }

    String digest() throws IOException {
        return WeightFiles.digest(List.of(folder.resolve(WEIGHTS)));
    }

    private static LoraPlan plan(AdaptableModel model, LoraConfig config, Path file) throws IOException {
        try {
            return LoraPlan.of(model, config);
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

    private static String name(int layer, Projection projection) {
        return "base_model.model." + projection.fullName(layer);
    }

    /// Pairs out of a file.
    private static final class StoredPairs {

        private final AdaptableModel model;
        private final LoraConfig config;
        private final SafetensorsReader reader;
        private final Set<String> used = new HashSet<>();

        StoredPairs(AdaptableModel model, LoraConfig config, SafetensorsReader reader) {
            this.model = model;
            this.config = config;
            this.reader = reader;
        }

        LowRank pair(int layer, Projection projection, LoraPlan.Shape shape) throws IOException {
            int outputs = model.outputs(projection);
            String name = name(layer, projection);
            Matrix a = read(name + A, shape.rank(), model.inputs(projection));
            Matrix b = read(name + B, outputs, shape.rank());
            Matrix bTransposed = Matrix.zeros(shape.rank(), outputs);
            model.kernels().transpose(b, bTransposed);
            LowRank pair = new LowRank(model.kernels(), (float) shape.scale(), a, bTransposed);
            return switch (config.variant()) {
                case LORA -> pair;
                case DORA -> pair.with(magnitude(layer, projection, name + MAGNITUDE));
            };
        }

        private Magnitude magnitude(int layer, Projection projection, String tensor) throws IOException {
            used.add(tensor);
            int outputs = model.outputs(projection);
            Matrix values = Matrix.of(reader.read(tensor, outputs), 1, outputs);
            return new Magnitude(model.kernels(), model.linear(layer, projection), values);
        }

        private Matrix read(String tensor, int rows, int columns) throws IOException {
            used.add(tensor);
            return Matrix.of(reader.read(tensor, rows, columns), rows, columns);
        }

        void requireNoOthers() throws IOException {
            Set<String> unknown = new TreeSet<>(reader.names());
            unknown.removeAll(used);
            if (!unknown.isEmpty()) {
                throw new MalformedFileException(
                        reader.file(),
                        "holds tensors that target_modules does not name or the model does not have: " + unknown);
            }
        }
    }

    void save(LoraAdapter adapter) throws IOException {
        Map<String, OutputTensor> tensors = new TreeMap<>();
        for (int layer = 0; layer < adapter.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                LowRank pair = adapter.pair(layer, projection);
                if (pair != null) {
                    put(name(layer, projection), pair, tensors);
                }
            }
        }
        Files.createDirectories(folder);
        Map<String, String> metadata =
                Map.of("format", "pt", DIGEST, adapter.base().digest());
        SafetensorsWriter.of(tensors, metadata).write(folder.resolve(WEIGHTS));
        JsonFiles.write(folder.resolve(CONFIG), PeftConfigJson.of(adapter));
    }

    private static void put(String name, LowRank pair, Map<String, OutputTensor> tensors) {
        tensors.put(name + A, OutputTensor.matrix(pair.a()));
        tensors.put(name + B, OutputTensor.matrix(pair.b()));
        Magnitude magnitude = pair.magnitude();
        if (magnitude != null) {
            tensors.put(name + MAGNITUDE, OutputTensor.vector(magnitude.values()));
        }
    }
}
