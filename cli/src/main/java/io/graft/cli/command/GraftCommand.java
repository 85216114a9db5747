package io.graft.cli.command;

import io.graft.cli.engine.EngineCommand;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// The root of the command tree.
@Command(
        name = "graft",
        description = "Keeps models fresh on plain CPUs: retrain, benchmark, version, roll out, roll back.",
        version = "graft 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            DataCommand.class,
            TrainCommand.class,
            BenchmarkCommand.class,
            ModelCommand.class,
            DeployCommand.class,
            RouteCommand.class,
            AskCommand.class,
            TraceCommand.class,
            HelpCommand.class
        })
public final class GraftCommand extends StackCommands {

    /// What must know the engine's commands; the others start faster without reading them.
    private static final Set<String> WITH_ENGINE = Set.of(EngineCommand.NAME, "help", "completion");

    /// The whole command line, ready to execute.
    public static CommandLine commandLine() {
        return commandLine(EngineCommand.NAME);
    }

    /// The command line as far as arguments that begin with this word need it.
    public static CommandLine commandLine(String first) {
        CommandLine line = new CommandLine(new GraftCommand());
        line.addSubcommand(WITH_ENGINE.contains(first) ? EngineCommand.whole() : EngineCommand.bare());
        line.addSubcommand("completion", new GenerateCompletion());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(GraftCommand::run);
        line.setExecutionExceptionHandler(failure());
        return line;
    }

    private static IExecutionExceptionHandler failure() {
        return (failure, line, _) -> {
            tell(failure, line);
            return ExitCode.of(failure);
        };
    }

    /// Memory and stack run out with errors, which picocli would let through.
    private static int run(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError | StackOverflowError e) {
            tell(e, parsed.commandSpec().commandLine());
            return ExitCode.FAILED;
        }
    }

    private static void tell(Throwable failure, CommandLine line) {
        line.getErr().println(line.getColorScheme().errorText("graft: " + Complaint.of(failure)));
        if (System.getenv("GRAFT_STACKTRACE") != null) {
            failure.printStackTrace(line.getErr());
        }
    }
}
