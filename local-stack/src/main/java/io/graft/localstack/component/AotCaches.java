package io.graft.localstack.component;

import io.graft.localstack.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Caches of loaded and linked classes (the JDK's ahead-of-time caches), one for each program, build and JDK:
/// `<name>-<stamp>.aot`. One of another build is never used and goes away when the present build gets its own.
///
/// @param drafts where a program without a cache writes one when it ends; empty: it just starts without
public record AotCaches(Path folder, Optional<Path> drafts) {

    private static final String SUFFIX = ".aot";

    /// A program and its build.
    ///
    /// @param stamp of the jars of the program
    public record Program(String name, String stamp) {

        String fileName() {
            return name + "-" + stamp + Integer.toHexString(Runtime.version().hashCode());
        }
    }

    public boolean has(Program program) {
        return Files.isRegularFile(file(program));
    }

    /// The options of the program's JVM. To read, they are the same whether there is a cache or not: a cache that
    /// appears later is no reason to restart what runs.
    List<String> options(Program program) {
        if (drafts.isEmpty() || has(program)) {
            return List.of("-XX:AOTCache=" + file(program), "-Xlog:aot*=off", "-Xlog:cds*=off");
        }
        return List.of("-XX:AOTCacheOutput=" + Folders.make(drafts.get()).resolve(program.fileName()));
    }

    /// Takes the written cache into use in place of those of older builds; says whether one was written.
    public boolean publish(Program program) {
        Optional<Path> draft =
                drafts.map(folder -> folder.resolve(program.fileName())).filter(Files::isRegularFile);
        if (draft.isEmpty()) {
            return false;
        }
        try {
            Folders.make(folder);
            for (Path old : of(program.name())) {
                Files.deleteIfExists(old);
            }
            Files.move(draft.get(), file(program), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take the cache " + draft.get() + " into use", e);
        }
    }

    private Path file(Program program) {
        return folder.resolve(program.fileName() + SUFFIX);
    }

    private List<Path> of(String name) throws IOException {
        String ownFile = "\\Q" + name + "\\E-[0-9a-f]+\\Q" + SUFFIX + "\\E";
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(ownFile))
                    .toList();
        }
    }
}
