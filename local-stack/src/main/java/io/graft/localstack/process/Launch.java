package io.graft.localstack.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What it takes to start one process.
///
/// @param name what it is called in records, logs and messages
/// @param environment variables added to those of the starter
/// @param directory where it runs
/// @param log the file that receives its output
/// @param port the port it listens on, at 127.0.0.1
public record Launch(
        String name, List<String> command, Map<String, String> environment, Path directory, Path log, int port) {

    public Launch {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("the command of " + name + " is empty");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// Changes when the command or its environment does: a process with another fingerprint is not what we would
    /// start.
    public String fingerprint() {
        String content = String.join("\u0000", command) + "\u0001" + new TreeMap<>(environment);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
