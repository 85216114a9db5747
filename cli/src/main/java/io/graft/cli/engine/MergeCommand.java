package io.graft.cli.engine;

import io.graft.engine.checkpoint.AtomicFolder;
import io.graft.engine.export.ExportOptions;
import io.graft.engine.export.MergedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "merge", description = "Write a model folder with an adapter merged into the weights.")
final class MergeCommand implements Callable<Integer> {

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final Tuned tuned = new Tuned();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "a new or empty folder")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Option(
            names = "--dtype",
            description = "stored keeps the types of the base's files, float32 writes 32-bit floats (default: stored)")
    private ExportOptions.Precision dtype = ExportOptions.Precision.STORED;

    @Override
    public Integer call() throws IOException {
        ExportOptions options = new ExportOptions(dtype, ExportOptions.DEFAULT_SHARD_BYTES);
        Outputs.requireRoom(out);
        AtomicFolder.requireFree(out);
        tuned.write(talk, (model, adapter) -> MergedModel.write(model, adapter, out, options));
        talk.printer().one(Written.at(out));
        return 0;
    }
}
