package io.graft.localstack.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The user of the cluster and its password.
public record Credentials(String user, String password) {

    private static final String USER = "graft";
    private static final int RANDOM_BYTES = 24;

    /// Reads the password from the file, which is made with a random one and for the owner's eyes only if it is
    /// missing.
    public static Credentials in(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new Credentials(USER, Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the PostgreSQL password from " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".draft", ownerOnly);
        Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
