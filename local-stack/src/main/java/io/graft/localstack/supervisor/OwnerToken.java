package io.graft.localstack.supervisor;

import io.graft.localstack.layout.StackLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Shows the supervisor that a request comes from the owner of the stack: it is in a file that only the owner can
/// read.
record OwnerToken(Path file) {

    private static final int RANDOM_BYTES = 16;

    static OwnerToken of(StackLayout layout) {
        return new OwnerToken(layout.run().resolve("supervisor.token"));
    }

    /// Makes a new token, for a supervisor that starts.
    String renew() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        try {
            Path folder = Files.createDirectories(file.getParent());
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path draft = Files.createTempFile(folder, "supervisor", ".draft", ownerOnly);
            Files.writeString(draft, token);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// The token of the present supervisor, empty before there is one.
    String read() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
