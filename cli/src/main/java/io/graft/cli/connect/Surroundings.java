package io.graft.cli.connect;

import io.graft.localstack.LocalStack;
import java.nio.file.Path;
import java.util.Map;

/// What the command finds around it: the repository that `./graft` lies in, and the environment.
public record Surroundings(Path repository, Map<String, String> environment) {

    public static Surroundings ofThisProcess() {
        String repository = System.getProperty("graft.repository");
        if (repository == null) {
            throw new IllegalStateException("start the command through ./graft: graft.repository is not set");
        }
        return new Surroundings(Path.of(repository).toAbsolutePath().normalize(), System.getenv());
    }

    public LocalStack stack() {
        return LocalStack.of(repository, environment);
    }

    /// Where users' file arguments are relative to: the folder in which `./graft` was called.
    public Path resolve(Path file) {
        return Path.of(environment.getOrDefault("PWD", ".")).resolve(file).normalize();
    }
}
