package io.graft.engine.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.OutputTensor;
import io.graft.engine.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Weights in one file, or in several with an index that says which tensor is where, named as transformers does.
final class Shards {

    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final List<Map<String, OutputTensor>> shards = new ArrayList<>();

    /// @param limit bytes of the tensors of a file
    Shards(Map<String, OutputTensor> tensors, long limit) {
        long bytes = 0;
        for (Map.Entry<String, OutputTensor> tensor : new TreeMap<>(tensors).entrySet()) {
            long size = tensor.getValue().bytes();
            if (shards.isEmpty() || bytes + size > limit) {
                shards.add(new TreeMap<>());
                bytes = 0;
            }
            shards.getLast().put(tensor.getKey(), tensor.getValue());
            bytes += size;
        }
    }

    void write(Path folder) throws IOException {
        if (shards.size() == 1) {
            SafetensorsWriter.of(shards.getFirst(), METADATA).write(folder.resolve("model.safetensors"));
            return;
        }
        for (int i = 0; i < shards.size(); i++) {
            SafetensorsWriter.of(shards.get(i), METADATA).write(folder.resolve(name(i)));
        }
        JsonFiles.write(folder.resolve("model.safetensors.index.json"), index());
    }

    private String name(int shard) {
        return String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, shards.size());
    }

    private ObjectNode index() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = index.putObject("metadata");
        ObjectNode places = index.putObject("weight_map");
        long bytes = 0;
        long parameters = 0;
        for (int i = 0; i < shards.size(); i++) {
            for (Map.Entry<String, OutputTensor> tensor : shards.get(i).entrySet()) {
                places.put(tensor.getKey(), name(i));
                bytes += tensor.getValue().bytes();
                parameters +=
                        tensor.getValue().bytes() / tensor.getValue().type().bytes();
            }
        }
        metadata.put("total_parameters", parameters);
        metadata.put("total_size", bytes);
        return index;
    }
}
