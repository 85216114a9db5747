package io.graft.cli.engine;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The engine's commands. `./graft` starts Java for them with other options than for the rest.
@Command(
        name = EngineCommand.NAME,
        description = "The engine alone, no services: train, generate, score, merge, export, check, bench.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class EngineCommand {

    public static final String NAME = "engine";

    private EngineCommand() {}

    /// The command with all that belongs to it.
    public static CommandLine whole() {
        return bare().addSubcommand(new TrainCommand())
                .addSubcommand(new GenerateCommand())
                .addSubcommand(new ScoreCommand())
                .addSubcommand(new MergeCommand())
                .addSubcommand(new ExportCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new BenchCommand());
    }

    /// The command alone, for a list of commands.
    public static CommandLine bare() {
        return new CommandLine(new EngineCommand());
    }
}
