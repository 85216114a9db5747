package io.graft.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.hub.HubException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A model as far as the cache holds it.
record CachedModel(CacheFolder cache, ModelSource.Hub model) {

    /// Whether the cache has all that the engine needs.
    boolean isWhole() throws IOException {
        Optional<String> commit = cache.commit(model.revision());
        return commit.isPresent() && missing(commit.get()).isEmpty();
    }

    /// The model's folder.
    ///
    /// @throws HubException naming what the cache lacks
    Path require() throws IOException {
        Optional<String> commit = cache.commit(model.revision());
        if (commit.isEmpty()) {
            throw notCached("the cache knows no such revision");
        }
        List<String> missing = missing(commit.get());
        if (!missing.isEmpty()) {
            throw notCached("the cache lacks " + String.join(", ", missing) + " of commit " + commit.get());
        }
        return cache.snapshot(commit.get());
    }

    private HubException notCached(String what) {
        return new HubException(
                Reason.NOT_CACHED,
                model + ": " + what + " (" + cache + "), and offline mode (HF_HUB_OFFLINE) forbids to download it");
    }

    private List<String> missing(String commit) throws IOException {
        List<String> needed = new ArrayList<>(List.of(ModelFiles.CONFIG, ModelFiles.TOKENIZER));
        if (!cache.has(commit, ModelFiles.WEIGHTS) && cache.has(commit, ModelFiles.INDEX)) {
            needed.addAll(shards(cache.snapshot(commit)));
        } else {
            needed.add(ModelFiles.WEIGHTS);
        }
        return needed.stream().filter(name -> !cache.has(commit, name)).toList();
    }

    /// The weights files that the index in a folder names.
    ///
    /// @throws MalformedFileException if a name is not that of a weights file in the same folder
    static Set<String> shards(Path folder) throws IOException {
        Path index = folder.resolve(ModelFiles.INDEX);
        Set<String> shards = new TreeSet<>();
        for (JsonNode name : JsonFiles.read(index).path("weight_map")) {
            if (!name.isTextual() || !ModelFiles.isShard(name.asText())) {
                throw new MalformedFileException(
                        index, "weight_map must name safetensors files of this folder, names " + name);
            }
            shards.add(name.asText());
        }
        if (shards.isEmpty()) {
            throw new MalformedFileException(index, "weight_map must name at least one file");
        }
        return shards;
    }
}
