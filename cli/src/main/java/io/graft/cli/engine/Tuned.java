package io.graft.cli.engine;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.compute.Compute;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A base model and an adapter for it, to be written in another form. Nothing is computed with them, so there is no
/// choice of kernels.
final class Tuned {

    @Mixin
    private final BaseFolder base = new BaseFolder();

    @Option(names = "--adapter", required = true, paramLabel = "DIR", description = "a PEFT adapter of that model")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path adapter;

    /// A use of both.
    @FunctionalInterface
    interface Writing {
        void write(CausalModel model, LoraAdapter adapter) throws IOException;
    }

    void write(Talk talk, Writing writing) throws IOException {
        Inputs.requireFolder(adapter);
        Path folder = base.resolve(talk);
        talk.progress().show("loading " + folder);
        CausalModel model = CausalModel.load(folder, Compute.shared());
        LoraAdapter loaded = LoraAdapter.load(model, adapter);
        talk.progress().show("writing");
        writing.write(model, loaded);
        talk.progress().end();
    }
}
