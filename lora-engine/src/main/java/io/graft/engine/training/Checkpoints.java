package io.graft.engine.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where and how often a training writes its whole state.
///
/// @param folder     receives `checkpoint-<step>` folders
/// @param everySteps steps from one to the next
/// @param keep       how many of the latest stay
public record Checkpoints(Path folder, int everySteps, int keep) {

    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,9})");
    private static final Pattern PARTIAL = Pattern.compile(NAME + "\\.partial");

    public Checkpoints {
        Require.atLeast("save_steps", 1, everySteps);
        Require.atLeast("save_total_limit", 1, keep);
    }

    /// The last checkpoint that was written in full, to go on from.
    public static Optional<Path> latest(Path folder) throws IOException {
        List<Path> all = all(folder);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// All checkpoints that were written in full, the oldest first.
    static List<Path> all(Path folder) throws IOException {
        return named(NAME, folder).stream()
                .sorted(Comparator.comparingInt(Checkpoints::step))
                .toList();
    }

    private static List<Path> named(Pattern name, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            path -> name.matcher(path.getFileName().toString()).matches())
                    .toList();
        }
    }

    Path of(int step) {
        return folder.resolve("checkpoint-" + step);
    }

    /// Deletes all but the latest, and what an interrupted write left behind.
    void prune() throws IOException {
        List<Path> all = all(folder);
        for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
            new CheckpointFolder(old).delete();
        }
        for (Path partial : named(PARTIAL, folder)) {
            new CheckpointFolder(partial).delete();
        }
    }

    private static int step(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().substring("checkpoint-".length()));
    }
}
