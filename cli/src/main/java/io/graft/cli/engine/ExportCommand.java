package io.graft.cli.engine;

import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.export.GgufAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Write an adapter for other programs: PEFT, or GGUF for llama.cpp and LocalAI.")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final Tuned tuned = new Tuned();

    @Option(names = "--format", required = true, description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Target format;

    @Option(names = "--dtype", description = "f32, or f16 with gguf (default: f32)")
    private Numbers dtype = Numbers.f32;

    @Option(names = "--out", required = true, paramLabel = "PATH", description = "a folder for peft, a file for gguf")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    enum Target {
        peft,
        gguf
    }

    enum Numbers {
        f32(ElementType.F32),
        f16(ElementType.F16);

        private final ElementType type;

        Numbers(ElementType type) {
            this.type = type;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (format == Target.peft && dtype != Numbers.f32) {
            throw new IllegalArgumentException("--dtype must be f32 with --format peft, is " + dtype);
        }
        switch (format) {
            case peft -> Outputs.requireFolder(out);
            case gguf -> Outputs.requireFile(out, "GGUF");
        }
        tuned.write(talk, (model, adapter) -> {
            switch (format) {
                case peft -> {
                    Outputs.requireOther(out, model.folder());
                    adapter.save(out);
                }
                case gguf -> {
                    Files.createDirectories(out.toAbsolutePath().getParent());
                    GgufAdapter.write(model, adapter, out, dtype.type);
                }
            }
        });
        talk.printer().one(Written.at(out));
        return 0;
    }
}
