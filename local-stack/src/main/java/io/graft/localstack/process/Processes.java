package io.graft.localstack.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts processes that outlive their starter and writes down how to find them again.
public final class Processes {

    private static final File NOTHING = new File("/dev/null");

    private final RunFolder records;

    public Processes(RunFolder records) {
        this.records = records;
    }

    public RunFolder records() {
        return records;
    }

    /// Starts the process, its output appended to its log, and records it.
    public LiveProcess start(Launch launch) {
        LiveProcess live = startUnrecorded(launch);
        records.save(new ProcessRecord(launch.name(), live.pid(), live.started(), launch.fingerprint(), launch.port()));
        return live;
    }

    /// Starts the process, its output appended to its log.
    public static LiveProcess startUnrecorded(Launch launch) {
        new LogFile(launch.log()).rotate();
        try {
            Process process = builder(launch)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(launch.log().toFile()))
                    .start();
            return LiveProcess.of(process.pid())
                    .orElseThrow(() -> new ProcessFailed(launch.name() + " ended at once", new LogFile(launch.log())));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start " + launch.name() + ": " + launch.command().getFirst(), e);
        }
    }

    /// Runs the process to its end, its output appended to its log.
    ///
    /// @throws ProcessFailed when it takes longer than the patience, or ends with another status than 0
    public static void run(Launch launch, Duration patience) {
        new LogFile(launch.log()).rotate();
        try {
            Process process = builder(launch)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(launch.log().toFile()))
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new ProcessFailed(launch.name() + " took more than " + patience, new LogFile(launch.log()));
            }
            if (process.exitValue() != 0) {
                throw new ProcessFailed(
                        launch.name() + " ended with status " + process.exitValue(), new LogFile(launch.log()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot run " + launch.name() + ": " + launch.command().getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + launch.name() + " ran", e);
        }
    }

    /// What a quick command prints, or nothing when it is not there, fails or takes longer than two seconds.
    public static List<String> output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(NOTHING)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> lines = process.inputReader().lines().toList();
            boolean ended = process.waitFor(2, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? lines : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static ProcessBuilder builder(Launch launch) {
        ProcessBuilder builder = new ProcessBuilder(launch.command())
                .directory(launch.directory().toFile())
                .redirectInput(NOTHING)
                .redirectErrorStream(true);
        builder.environment().putAll(launch.environment());
        return builder;
    }
}
