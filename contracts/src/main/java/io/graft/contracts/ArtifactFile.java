package io.graft.contracts;

import java.util.regex.Pattern;

/// One file of a version or data set, addressed by what it holds.
///
/// @param path   relative, with `/`, never leaving its folder: `adapter_model.safetensors`
/// @param digest `sha256:` and 64 hexadecimal digits
/// @param size   bytes
public record ArtifactFile(String path, String digest, long size) {

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    public ArtifactFile {
        if (!isDigest(digest)) {
            throw new IllegalArgumentException("digest must be sha256:<64 hex digits>, is " + digest);
        }
        if (path == null || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("path must be relative and plain, is " + path);
        }
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative, is " + size);
        }
    }

    public static boolean isDigest(String text) {
        return text != null && DIGEST.matcher(text).matches();
    }
}
