package io.graft.cli.command;

import io.graft.cli.output.Columns;
import io.graft.cli.output.Format;
import io.graft.cli.output.Progress;
import io.graft.localstack.LocalStack;
import io.graft.localstack.doctor.Check;
import io.graft.localstack.supervisor.ProcessStatus;
import io.graft.localstack.supervisor.StackStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The local stack: commands of the root command itself.
class StackCommands {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Command(name = "up", description = "Start Kafka, PostgreSQL and the services on this machine.")
    int up(@Mixin Shared shared) {
        Progress progress = Progress.onStandardError();
        long begin = System.nanoTime();
        StackStatus status = up(shared.surroundings().stack(), progress);
        progress.line(String.format(
                Locale.ROOT,
                "ready in %.1f s, %d MB resident",
                (System.nanoTime() - begin) / 1e9,
                status.residentBytes() >> 20));
        return 0;
    }

    /// Starts what is missing and shows it.
    static StackStatus up(LocalStack stack, Progress progress) {
        return stack.up(status -> progress.show("  starting: " + states(status)), PATIENCE);
    }

    @Command(name = "warm", hidden = true, description = "Make the caches that let the services start fast.")
    int warm(@Mixin Shared shared) {
        Progress progress = Progress.onStandardError();
        shared.surroundings().stack().warm(step -> progress.show("  preparing a fast start: " + step));
        return 0;
    }

    @Command(name = "down", description = "Stop everything that 'up' started, in order; data stays.")
    int down(@Mixin Shared shared) {
        Progress progress = Progress.onStandardError();
        shared.surroundings().stack().down(name -> progress.line("  stopped " + name));
        progress.line("everything is stopped");
        return 0;
    }

    @Command(name = "status", description = "How the processes of the local stack are.")
    int status(@Mixin Shared shared) {
        StackStatus status = shared.surroundings().stack().status();
        if (shared.format != Format.table) {
            shared.printer().one(status);
        } else {
            table(status).forEach(shared.printer()::text);
        }
        return status.isReady() ? 0 : ExitCode.FAILED;
    }

    @Command(name = "logs", description = "The log of a service, or of all.")
    int logs(
            @Mixin Shared shared,
            @Parameters(paramLabel = "SERVICE", arity = "0..1") @Nullable String service,
            @Option(
                            names = {"-f", "--follow"},
                            description = "go on as it grows")
                    boolean follow,
            @Option(
                            names = {"-n", "--lines"},
                            description = "lines (default: ${DEFAULT-VALUE})",
                            defaultValue = "50")
                    int lines)
            throws IOException {
        LocalStack stack = shared.surroundings().stack();
        List<String> names = service == null ? stack.names() : List.of(service);
        return new LogView(shared.printer(), stack, names).show(lines, follow);
    }

    @Command(name = "doctor", description = "Look for what would keep the stack from running.")
    int doctor(@Mixin Shared shared) {
        List<Check> checks = shared.surroundings().stack().doctor();
        checks.forEach(check -> shared.printer().text(line(check)));
        return checks.stream().allMatch(Check::isFine) ? 0 : ExitCode.FAILED;
    }

    @Command(name = "reset", description = "Stop everything and delete all local data.")
    int reset(@Mixin Shared shared, @Option(names = "--yes", description = "do not ask") boolean yes)
            throws IOException {
        LocalStack stack = shared.surroundings().stack();
        if (!yes && !confirmed(stack)) {
            shared.spec.commandLine().getErr().println("nothing was deleted; --yes deletes without asking");
            return ExitCode.FAILED;
        }
        Progress progress = Progress.onStandardError();
        stack.reset(name -> progress.line("  stopped " + name));
        progress.line("all local data is gone from " + stack.layout().home());
        return 0;
    }

    private static String line(Check check) {
        return (check.isFine() ? "ok       " : "problem  ") + check.name() + ": " + check.finding()
                + check.remedy()
                        .map(remedy -> System.lineSeparator() + "         → " + remedy)
                        .orElse("");
    }

    private static boolean confirmed(LocalStack stack) throws IOException {
        if (!Boolean.getBoolean(Progress.TERMINAL)) {
            return false;
        }
        System.err.printf(
                "Delete all models, data sets and logs in %s? [y/N] ",
                stack.layout().home());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = in.readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static String states(StackStatus status) {
        return status.processes().stream()
                .filter(process -> !process.isReady())
                .map(process -> process.name() + " " + process.state())
                .collect(Collectors.joining(", "));
    }

    private static List<String> table(StackStatus status) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "STATE", "PID", "PORT", "UP", "RESTARTS", "MEMORY", ""));
        status.processes().forEach(process -> rows.add(row(process)));
        List<String> lines = new ArrayList<>(Columns.of(rows));
        lines.add(String.format(
                Locale.ROOT,
                "%d MB resident in all, %s",
                status.residentBytes() >> 20,
                status.supervised() ? "supervised" : "not supervised: 'graft up' starts a supervisor"));
        return lines;
    }

    private static List<String> row(ProcessStatus process) {
        return List.of(
                process.name(),
                process.state(),
                process.pid().isPresent() ? Long.toString(process.pid().getAsLong()) : "-",
                Integer.toString(process.port()),
                process.started().map(StackCommands::age).orElse("-"),
                Integer.toString(process.restarts()),
                process.residentBytes().isPresent() ? (process.residentBytes().getAsLong() >> 20) + " MB" : "-",
                process.detail());
    }

    private static String age(Instant started) {
        Duration age = Duration.between(started, Instant.now());
        return age.toHours() > 0
                ? age.toHours() + "h" + age.toMinutesPart() + "m"
                : age.toMinutes() + "m" + age.toSecondsPart() + "s";
    }
}
