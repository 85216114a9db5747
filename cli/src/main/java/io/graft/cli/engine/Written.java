package io.graft.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a command wrote.
///
/// @param out   a file, or a folder
/// @param bytes of all files
record Written(String out, long bytes, List<String> files) {

    static Written at(Path out) throws IOException {
        try (Stream<Path> found = Files.walk(out)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return new Written(
                    out.toString(),
                    bytes,
                    files.stream().map(file -> file.getFileName().toString()).toList());
        }
    }
}
