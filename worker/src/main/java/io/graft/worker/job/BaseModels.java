package io.graft.worker.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The base models of this machine, one folder each.
public record BaseModels(Path folder) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    /// @throws IOException naming the folder that is missing
    public Path find(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a base model's name has letters, digits, '.', '_' and '-', is " + name);
        }
        Path model = folder.resolve(name);
        if (!Files.isDirectory(model)) {
            throw new IOException("there is no base model " + name + ": " + model + " is no folder");
        }
        return model;
    }
}
