package io.graft.modelserver.adapter;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.WrongBaseModelException;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.adapter.KeptAdapters.Kept;
import io.graft.modelserver.base.BaseModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Makes an adapter that answers out of files, or says what is wrong with them.
@ApplicationScoped
class AdapterLoader {

    private final RegistryCache cache;
    private final AdapterRoot root;
    private final BaseModel base;
    private final Clock clock;

    AdapterLoader(RegistryCache cache, AdapterRoot root, BaseModel base, Clock clock) {
        this.cache = cache;
        this.root = root;
        this.base = base;
        this.clock = clock;
    }

    /// Brings the files of an adapter here.
    AdapterFiles files(AdapterSource source) {
        try {
            return switch (source) {
                case AdapterSource.Registered registered -> cache.fetch(registered);
                case AdapterSource.Folder folder -> root.find(folder);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("cannot get the files of " + source.text() + ": " + e.getMessage(), e);
        }
    }

    LoadedAdapter load(String name, AdapterSource source, AdapterFiles files) {
        return load(name, source, files, clock.instant());
    }

    /// Loads what was loaded before a restart; needs no registry as long as the files are still here.
    LoadedAdapter loadAgain(Kept kept) {
        AdapterSource source = AdapterSource.of(kept.loraPath());
        return load(kept.loraName(), source, filesAgain(kept, source), kept.loadedAt());
    }

    private AdapterFiles filesAgain(Kept kept, AdapterSource source) {
        try {
            Optional<AdapterFiles> cached =
                    source instanceof AdapterSource.Registered ? cache.find(kept.digest()) : Optional.empty();
            return cached.orElseGet(() -> files(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LoadedAdapter load(String name, AdapterSource source, AdapterFiles files, Instant at) {
        LoraAdapter adapter = read(files.folder());
        requireFinite(source, adapter);
        return new LoadedAdapter(name, source.text(), files.digest(), adapter, at, new LongAdder());
    }

    private LoraAdapter read(Path folder) {
        try {
            return LoraAdapter.load(base.get().model(), folder);
        } catch (WrongBaseModelException e) {
            throw new Problem.Conflict("wrong_base_model", told(e, folder));
        } catch (MalformedFileException e) {
            throw Problem.Invalid.of("lora_path", told(e, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One token through the model: warms the adapter up, and finds damaged numbers before a caller does.
    private void requireFinite(AdapterSource source, LoraAdapter adapter) {
        int token = base.get().tokenizer().beginning().orElse(0);
        for (float logit : base.get().model().session(adapter).append(token)) {
            if (!Float.isFinite(logit)) {
                throw Problem.Invalid.of(
                        "lora_path", source.text() + " holds damaged weights: its answer to one token is " + logit);
            }
        }
    }

    /// The message without the place of the files on this machine.
    private static String told(IOException e, Path folder) {
        return String.valueOf(e.getMessage())
                .replace(folder + folder.getFileSystem().getSeparator(), "");
    }
}
