package io.graft.modelserver.adapter;

import io.graft.kit.problem.Problem;
import io.graft.modelserver.ModelServerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The folder that callers may name adapters in, and nothing outside of it.
@ApplicationScoped
class AdapterRoot {

    private final Path root;

    AdapterRoot(ModelServerConfig config) {
        this.root = config.adapterRoot().toAbsolutePath().normalize();
    }

    AdapterFiles find(AdapterSource.Folder source) throws IOException {
        Path folder = resolve(source);
        if (!folder.startsWith(root) || folder.equals(root)) {
            throw AdapterSource.refused(source.text());
        }
        if (!Files.isDirectory(folder)) {
            throw Problem.Invalid.of(
                    "lora_path", "must be a folder with an adapter; there is none at " + source.text());
        }
        // A link may lead out of the root although its name does not.
        if (!folder.toRealPath().startsWith(root.toRealPath())) {
            throw AdapterSource.refused(source.text());
        }
        try {
            return AdapterFiles.in(folder);
        } catch (NoSuchFileException e) {
            throw Problem.Invalid.of(
                    "lora_path", "must hold " + root.relativize(Path.of(e.getFile())) + ", which is not there");
        }
    }

    private Path resolve(AdapterSource.Folder source) {
        try {
            return root.resolve(source.text()).normalize();
        } catch (InvalidPathException e) {
            throw Problem.Invalid.of("lora_path", "is no path: " + e.getReason());
        }
    }
}
