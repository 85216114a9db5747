package io.graft.training.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.training.TrainingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The base models of this installation: the folders below one folder. A name is only ever compared with
/// what is there, so none leads out of it.
@ApplicationScoped
class BaseModels {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final String CONFIG = "config.json";

    private final Path folder;

    BaseModels(TrainingConfig config) {
        this.folder = config.modelsDir();
    }

    /// What the rules for a run need to know of a base model.
    ///
    /// @param maxPositions tokens that a sequence may have
    record BaseModel(String name, int maxPositions) {}

    /// Sorted.
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isRegularFile(entry.resolve(CONFIG)))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the base models in " + folder, e);
        }
    }

    Optional<BaseModel> find(String name) {
        return names().contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    private BaseModel read(String name) {
        Path config = folder.resolve(name).resolve(CONFIG);
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(config));
            return new BaseModel(name, json.path("max_position_embeddings").asInt(Integer.MAX_VALUE));
        } catch (JacksonException e) {
            throw new IllegalStateException(config + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + config, e);
        }
    }
}
