package io.graft.localstack.binaries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// The jars of the broker. They are resources and not dependencies, because the broker needs other versions of the
/// Kafka client and of much else than the services do.
public final class KafkaJars {

    private static final String RESOURCE = "kafka-broker/";

    private KafkaJars() {}

    /// The folder of the jars, unpacked under `folder` if they are not there yet.
    public static Path home(Path folder) {
        return Unpacked.once(folder.resolve("kafka-" + Versions.carried().kafka()), KafkaJars::unpack);
    }

    /// The jars in the order of a class path.
    public static List<Path> in(Path home) {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + home, e);
        }
    }

    private static void unpack(Path home) throws IOException {
        URL resource = KafkaJars.class.getClassLoader().getResource(RESOURCE);
        if (resource == null) {
            throw new IOException("the jars of the Kafka broker (io.graft:kafka-broker) are not on the class path");
        }
        if (resource.openConnection() instanceof JarURLConnection inJar) {
            inJar.setUseCaches(false);
            try (JarFile jar = inJar.getJarFile()) {
                unpack(jar, home);
            }
        } else {
            for (Path jar : in(Path.of(URI.create(resource.toString())))) {
                Files.copy(jar, home.resolve(jar.getFileName().toString()));
            }
        }
    }

    private static void unpack(JarFile jar, Path home) throws IOException {
        for (JarEntry entry : jar.stream().toList()) {
            if (entry.getName().startsWith(RESOURCE) && entry.getName().endsWith(".jar")) {
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, home.resolve(entry.getName().substring(RESOURCE.length())));
                }
            }
        }
    }
}
