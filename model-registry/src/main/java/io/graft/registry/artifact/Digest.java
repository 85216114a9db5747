package io.graft.registry.artifact;

import io.graft.contracts.ArtifactFile;
import io.graft.kit.problem.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes: an artifact's only name. Being 64 hexadecimal digits it never leaves its folder.
///
/// @param hex lower case
public record Digest(String hex) {

    private static final String PREFIX = "sha256:";

    /// A member of an RFC 9530 `Content-Digest` header: `sha-256=:base64:`.
    private static final Pattern HEADER = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/]{43}=):");

    public Digest {
        if (!ArtifactFile.isDigest(PREFIX + hex)) {
            throw new IllegalArgumentException("a SHA-256 is 64 hexadecimal digits, this is " + hex);
        }
    }

    /// @param field what the caller named it
    public static Digest of(String field, String text) {
        if (!ArtifactFile.isDigest(text)) {
            throw Problem.Invalid.of(field, "must be sha256: and 64 lower-case hexadecimal digits, is '" + text + "'");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    static Digest ofContentDigest(String header) {
        Matcher member = HEADER.matcher(header);
        if (!member.find()) {
            throw Problem.Invalid.of("Content-Digest", "must hold sha-256=:<base64 of 32 bytes>:, is '" + header + "'");
        }
        return of(Base64.getDecoder().decode(member.group(1)));
    }

    /// The digest that an upload promises, in its header or its query.
    static Optional<Digest> promised(Optional<String> header, Optional<String> query) {
        return query.map(text -> of("digest", text)).or(() -> header.map(Digest::ofContentDigest));
    }

    static Digest of(byte[] sha256) {
        return new Digest(HexFormat.of().formatHex(sha256));
    }

    /// The digest of bytes at hand.
    public static Digest ofBytes(byte[] bytes) {
        return of(newSha256().digest(bytes));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// As in RFC 9530's `Repr-Digest`.
    String header() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)) + ":";
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
