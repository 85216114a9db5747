package io.graft.cli.engine;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.kernel.Precision;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The model that a command works with, and an adapter for it.
final class Base {

    @Option(names = "--base", required = true, paramLabel = "DIR", description = "folder of a Hugging Face model")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @Option(names = "--adapter", paramLabel = "DIR", description = "folder of a PEFT adapter")
    private @Nullable Path adapter;

    @Option(names = "--precision", description = "fp32, or int8 for frozen weights in 8 bits (default: fp32)")
    private Precision precision = Precision.FP32;

    @Mixin
    private final Machine machine = new Machine();

    CausalModel load(Talk talk) throws IOException {
        Inputs.requireFolder(folder);
        talk.progress().show("loading " + folder);
        return CausalModel.load(folder, machine.compute(), precision);
    }

    /// The adapter, or none where none was named.
    Adapter adapter(CausalModel model) throws IOException {
        return adapter == null ? Adapter.NONE : LoraAdapter.load(model, Inputs.requireFolder(adapter));
    }
}
