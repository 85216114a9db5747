package io.graft.localstack.component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

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

    /// Changes with every build that changes something. Like the JVM's own check of its caches it goes by names, sizes
    /// and times.
    public String stamp() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path jar : jars) {
                String line = folder.relativize(jar) + " " + Files.size(jar) + " "
                        + Files.getLastModifiedTime(jar).toMillis() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the packaged service in " + folder, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
