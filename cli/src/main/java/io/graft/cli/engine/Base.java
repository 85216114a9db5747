package io.graft.cli.engine;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.kernel.Compute;
import io.graft.engine.kernel.Precision;
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

    CausalModel load(Talk talk) throws IOException {
        Compute compute = machine.compute();
        Path folder = source.resolve(talk);
        talk.progress().show("loading " + folder);
        return CausalModel.load(folder, compute, precision);
    }

    Precision precision() {
        return precision;
    }

    /// The adapter of a folder, or none where none was named.
    static Adapter adapter(CausalModel model, @Nullable Path folder) throws IOException {
        return folder == null ? Adapter.NONE : LoraAdapter.load(model, Inputs.requireFolder(folder));
    }
}
