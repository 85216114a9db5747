package io.graft.cli.engine;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.settings.TrainingSettings;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What a training starts from: an adapter that exists, or a fresh one.
///
/// @param folder as [LoraAdapter#load] reads it
record StartingAdapter(Optional<Path> folder) {

    static final StartingAdapter FRESH = new StartingAdapter(Optional.empty());

    /// @throws IllegalArgumentException if the training would write over what it starts from
    static StartingAdapter of(Path folder, Path out) throws IOException {
        Inputs.requireFolder(folder);
        if (folder.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("--adapter and --out must be two folders, both are " + out);
        }
        return new StartingAdapter(Optional.of(folder));
    }

    /// The shape that the settings need not repeat.
    LoraConfig config() throws IOException {
        return folder.isPresent() ? LoraAdapter.readConfig(folder.get()) : TrainingSettings.LORA;
    }

    /// Of its matrices; a word where they are fresh.
    String digest() throws IOException {
        return folder.isPresent() ? LoraAdapter.digestOf(folder.get()) : "fresh";
    }

    /// @throws IllegalArgumentException if the settings ask for another shape, or for one that does not suit the model
    LoraAdapter load(CausalModel model, TrainingSettings settings) throws IOException {
        if (folder.isEmpty()) {
            return LoraAdapter.create(
                    model, settings.lora(), settings.training().seed());
        }
        LoraAdapter adapter = LoraAdapter.load(model, folder.get());
        adapter.requireShapeOf(model, settings.lora());
        return adapter;
    }

    @Override
    public String toString() {
        return folder.map(Path::toString).orElse("a fresh one");
    }
}
