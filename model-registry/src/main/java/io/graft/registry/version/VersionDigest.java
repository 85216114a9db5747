package io.graft.registry.version;

import io.graft.contracts.ArtifactFile;
import io.graft.registry.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// One digest over all files of a version: that of the lines `digest path` in the order of their paths.
final class VersionDigest {

    private VersionDigest() {}

    static String of(List<ArtifactFile> files) {
        String lines = files.stream()
                .sorted(Comparator.comparing(ArtifactFile::path))
                .map(file -> file.digest() + " " + file.path() + "\n")
                .collect(Collectors.joining());
        return Digest.ofBytes(lines.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
