package io.graft.localstack.layout;

import java.nio.file.Path;
import java.util.Map;

/// The folders of the stack.
///
/// @param home everything the stack writes: `GRAFT_HOME`, or `.graft` in the repository
/// @param repository where the packaged services lie, each in a folder of its name
/// @param programs what is unpacked from the class path; can be deleted while nothing runs
public record StackLayout(Path home, Path repository, Path programs) {

    public StackLayout {
        home = home.toAbsolutePath().normalize();
        repository = repository.toAbsolutePath().normalize();
        programs = programs.toAbsolutePath().normalize();
    }

    public StackLayout(Path home, Path repository) {
        this(home, repository, home.resolve("programs"));
    }

    /// The layout that the environment asks for.
    public static StackLayout of(Path repository, Map<String, String> environment) {
        String home = environment.getOrDefault("GRAFT_HOME", "");
        return new StackLayout(home.isBlank() ? repository.resolve(".graft") : Path.of(home), repository);
    }

    /// What has to survive a restart: the data of Kafka and PostgreSQL and the artifact store.
    public Path data() {
        return home.resolve("data");
    }

    public Path artifacts() {
        return data().resolve("artifacts");
    }

    /// Base models and other files that come with the repository.
    public Path models() {
        return repository.resolve("models");
    }

    public Path logs() {
        return home.resolve("logs");
    }

    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /// Records of running processes.
    public Path run() {
        return home.resolve("run");
    }

    /// Records of the workers that services started.
    public Path workerRecords() {
        return run().resolve("workers");
    }

    /// The folders of the workers, one for each run.
    public Path workers() {
        return home.resolve("workers");
    }

    /// Caches that make services start faster; each can be deleted at any time.
    public Path aot() {
        return home.resolve("aot");
    }

    /// What the owner of the machine may set: `port.<name>=<number>`.
    public Path settings() {
        return home.resolve("stack.properties");
    }
}
