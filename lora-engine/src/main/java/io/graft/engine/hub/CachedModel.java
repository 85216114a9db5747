package io.graft.engine.hub;

import io.graft.engine.checkpoint.ShardIndex;
import io.graft.engine.hub.HubException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            needed.addAll(ShardIndex.read(cache.snapshot(commit).resolve(ModelFiles.INDEX))
                    .files());
        } else {
            needed.add(ModelFiles.WEIGHTS);
        }
        return needed.stream().filter(name -> !cache.has(commit, name)).toList();
    }
}
