package io.graft.engine.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the bytes of a file must add up to; also the file's name in the cache.
///
/// @param hex lower case
record Checksum(Kind kind, String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    /// The hub has one for large files and another for small ones.
    enum Kind {
        /// SHA-256 of the bytes: files in large file storage.
        SHA256("SHA-256", 64),
        /// SHA-1 of `blob`, the size and the bytes, as git names its objects: all other files.
        GIT_BLOB("SHA-1", 40);

        private final String algorithm;
        private final int digits;

        Kind(String algorithm, int digits) {
            this.algorithm = algorithm;
            this.digits = digits;
        }
    }

    /// The checksum that a text holds, such as an ETag without its quotes.
    static Optional<Checksum> of(String text) {
        String hex = text.toLowerCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (hex.length() == kind.digits && HEX.matcher(hex).matches()) {
                return Optional.of(new Checksum(kind, hex));
            }
        }
        return Optional.empty();
    }

    /// Whether the file has this checksum.
    boolean matches(Path file) throws IOException {
        MessageDigest digest = digest();
        if (kind == Kind.GIT_BLOB) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(hex);
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(kind.algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + kind.algorithm, e);
        }
    }

    @Override
    public String toString() {
        return kind.algorithm + " " + hex;
    }
}
