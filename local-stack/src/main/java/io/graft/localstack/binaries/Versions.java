package io.graft.localstack.binaries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The versions of the programs that this build carries; the folders they are unpacked to are named after them.
public record Versions(String kafka, String postgres) {

    /// The versions written into the class path by the build.
    public static Versions carried() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException(
                        "versions.properties is not on the class path beside " + Versions.class);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read versions.properties", e);
        }
        return new Versions(properties.getProperty("kafka"), properties.getProperty("postgres"));
    }
}
