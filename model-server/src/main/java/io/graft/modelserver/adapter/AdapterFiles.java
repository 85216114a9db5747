package io.graft.modelserver.adapter;

import io.graft.contracts.ArtifactFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// An adapter's files in a folder.
///
/// @param digest over all of them: equal for equal content
record AdapterFiles(Path folder, String digest) {

    /// What the engine reads.
    static final List<String> READ = List.of("adapter_config.json", "adapter_model.safetensors");

    /// The files of a folder that somebody else made.
    static AdapterFiles in(Path folder) throws IOException {
        List<ArtifactFile> files = new ArrayList<>();
        for (String name : READ) {
            Path file = folder.resolve(name);
            files.add(new ArtifactFile(name, digest(file), Files.size(file)));
        }
        return new AdapterFiles(folder, digest(files));
    }

    /// One digest for a list of files, in whatever order.
    static String digest(List<ArtifactFile> files) {
        MessageDigest all = sha256();
        files.stream()
                .filter(file -> READ.contains(file.path()))
                .sorted(Comparator.comparing(ArtifactFile::path))
                .map(file -> file.path() + " " + file.digest() + "\n")
                .forEach(line -> all.update(line.getBytes(StandardCharsets.UTF_8)));
        return named(all);
    }

    static String digest(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return named(in.getMessageDigest());
        }
    }

    /// Copies a stream into a file and returns the digest of what came.
    static String copy(InputStream content, Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(content, sha256())) {
            Files.copy(in, file);
            return named(in.getMessageDigest());
        }
    }

    private static String named(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
