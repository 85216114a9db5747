package io.graft.cli.engine;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.training.MemoryForecast;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The model that a command computes with.
final class Base {

    @Mixin
    private final BaseFolder source = new BaseFolder();

    @Option(names = "--precision", description = "fp32, or int8 for frozen weights in 8 bits (default: fp32)")
    private Precision precision = Precision.FP32;

    @Mixin
    private final Machine machine = new Machine();

    private @Nullable Compute compute; // made once: it has threads

    CausalModel load(Talk talk) throws IOException {
        return load(talk, folder(talk));
    }

    /// @param folder from [#folder]
    CausalModel load(Talk talk, Path folder) throws IOException {
        talk.progress().show("loading " + folder);
        return CausalModel.load(folder, compute(), precision);
    }

    /// The model's folder; downloads a model of the hub unless its cache has it.
    Path folder(Talk talk) throws IOException {
        return source.resolve(talk);
    }

    /// Whether a training will fit into memory.
    ///
    /// @param folder from [#folder]
    MemoryForecast forecast(Path folder) throws IOException {
        return MemoryForecast.of(folder, compute(), precision);
    }

    private Compute compute() {
        Compute made = compute == null ? machine.compute() : compute;
        compute = made;
        return made;
    }

    Precision precision() {
        return precision;
    }

    /// The adapter of a folder, or none where none was named.
    static Adapter adapter(CausalModel model, @Nullable Path folder) throws IOException {
        return folder == null ? Adapter.NONE : LoraAdapter.load(model, Inputs.requireFolder(folder));
    }
}
