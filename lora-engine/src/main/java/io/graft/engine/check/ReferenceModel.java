package io.graft.engine.check;

import io.graft.engine.compute.Compute;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A checkpoint folder whose model and tokenizer are loaded when they are first needed.
final class ReferenceModel implements AutoCloseable {

    private final Path folder;
    private final Compute compute;
    private @Nullable CausalModel model;
    private @Nullable Tokenizer tokenizer;

    ReferenceModel(Path folder, Compute compute) {
        this.folder = folder;
        this.compute = compute;
    }

    Path folder() {
        return folder;
    }

    Path expected(String file) {
        return folder.resolve("expected").resolve(file);
    }

    CausalModel model() throws IOException {
        CausalModel known = model;
        if (known == null) {
            known = CausalModel.load(folder, compute);
            model = known;
        }
        return known;
    }

    Tokenizer tokenizer() throws IOException {
        Tokenizer known = tokenizer;
        if (known == null) {
            known = Tokenizer.load(folder);
            tokenizer = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
