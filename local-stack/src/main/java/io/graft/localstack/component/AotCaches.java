package io.graft.localstack.component;

import io.graft.localstack.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// Caches of loaded and linked classes, one for each program and build: `<name>-<stamp>.aot`. One of another build is never
/// used and goes away when the present build gets its own.
public record AotCaches(Path folder) {

    private static final String SUFFIX = ".aot";

    public Path file(String name, String stamp) {
        return folder.resolve(name + "-" + stamp + SUFFIX);
    }

    /// The options of a JVM that uses the cache. The same whether it is there or not: a JVM starts without it too, and a
    /// cache that appears later is no reason to restart what runs.
    public List<String> use(String name, String stamp) {
        return List.of("-XX:AOTCache=" + file(name, stamp), "-Xlog:aot*=off", "-Xlog:cds*=off");
    }

    /// Where a JVM writes the cache before it is taken into use.
    public Path draft(String name, String stamp) {
        Folders.make(folder);
        return folder.resolve(name + "-" + stamp + ".draft");
    }

    /// Takes the written draft into use in place of those of older builds; says whether there was one.
    public boolean publish(String name, String stamp) {
        Path draft = draft(name, stamp);
        if (!Files.isRegularFile(draft)) {
            return false;
        }
        try {
            for (Path old : of(name)) {
                Files.deleteIfExists(old);
            }
            Files.move(draft, file(name, stamp), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take the cache " + draft + " into use", e);
        }
    }

    private List<Path> of(String name) throws IOException {
        String ownFile = "\\Q" + name + "\\E-[0-9a-f]+\\Q" + SUFFIX + "\\E";
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(ownFile))
                    .toList();
        }
    }
}
