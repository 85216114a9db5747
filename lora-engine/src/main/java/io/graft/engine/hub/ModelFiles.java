package io.graft.engine.hub;

import io.graft.engine.checkpoint.ShardIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Which files of a repository the engine needs. Weights are safetensors; pickles, which may run code, never.
final class ModelFiles {

    static final String CONFIG = "config.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final Set<String> SMALL = Set.of(
            CONFIG,
            TOKENIZER,
            "generation_config.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json");

    /// The largest file that is not weights: tokenizers of the largest vocabularies take about 40 MB.
    static final long SMALL_LIMIT = 512 << 20;

    private ModelFiles() {}

    /// How large a file may be.
    ///
    /// @param model limit of the whole model
    static long limit(String name, long model) {
        return ShardIndex.isShard(name) ? model : Math.min(model, SMALL_LIMIT);
    }

    /// Everything but the shards, in the order of their names.
    ///
    /// @param names all files of the repository
    /// @throws HubException if the repository holds no model that the engine reads
    static List<String> withoutShards(ModelSource.Hub model, Collection<String> names) throws HubException {
        require(model, names, CONFIG);
        require(model, names, TOKENIZER);
        List<String> wanted =
                new ArrayList<>(names.stream().filter(SMALL::contains).sorted().toList());
        if (names.contains(WEIGHTS)) {
            wanted.add(WEIGHTS);
        } else if (names.contains(INDEX)) {
            wanted.add(INDEX);
        } else {
            throw new HubException(
                    HubException.Reason.FILE_NOT_FOUND,
                    model + ": holds neither " + WEIGHTS + " nor " + INDEX + pickles(names));
        }
        return List.copyOf(wanted);
    }

    private static void require(ModelSource.Hub model, Collection<String> names, String name) throws HubException {
        if (!names.contains(name)) {
            throw new HubException(HubException.Reason.FILE_NOT_FOUND, model + ": holds no " + name);
        }
    }

    private static String pickles(Collection<String> names) {
        return names.stream()
                .filter(name -> name.endsWith(".bin") || name.endsWith(".pt") || name.endsWith(".pth"))
                .sorted()
                .findFirst()
                .map(name ->
                        "; " + name + " is a pickle, which may run code when it is read: convert it to safetensors")
                .orElse("");
    }
}
