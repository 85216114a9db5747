package io.graft.localstack.component;

import java.nio.file.Files;
import java.nio.file.Path;

/// The built application of a service: `quarkus-run.jar` and the jars around it.
public record ServicePackage(Path folder) {

    /// Where the build of a module leaves it.
    public static ServicePackage of(Path repository, String module) {
        return new ServicePackage(repository.resolve(module).resolve("target").resolve("quarkus-app"));
    }

    public Path jar() {
        return folder.resolve("quarkus-run.jar");
    }

    public boolean isBuilt() {
        return Files.isRegularFile(jar());
    }

    /// Changes with every build that changes something.
    public String stamp() {
        return Stamp.ofJars(folder);
    }
}
