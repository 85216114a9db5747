package io.graft.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// `model.safetensors.index.json`: which weights file holds which tensor.
///
/// @param file    the index itself
/// @param tensors name of the file by name of the tensor
public record ShardIndex(Path file, Map<String, String> tensors) {

    /// One plain name: whoever wrote the index must not lead out of its folder.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\\.safetensors");

    /// Reads and checks an index.
    ///
    /// @throws MalformedFileException if it names no file, or one that is no safetensors file of its folder
    public static ShardIndex read(Path file) throws IOException {
        JsonNode map = JsonFiles.read(file).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new MalformedFileException(file, "weight_map must name at least one file");
        }
        Map<String, String> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            JsonNode name = entry.getValue();
            if (!name.isTextual() || !isShard(name.asText())) {
                throw new MalformedFileException(
                        file, "weight_map must name safetensors files of this folder, names " + name);
            }
            tensors.put(entry.getKey(), name.asText());
        }
        return new ShardIndex(file, Collections.unmodifiableMap(tensors));
    }

    /// Whether a text is the plain name of a safetensors file.
    public static boolean isShard(String name) {
        return NAME.matcher(name).matches();
    }

    /// The weights files, in the order of their names.
    public SortedSet<String> files() {
        return new TreeSet<>(tensors.values());
    }
}
