package io.graft.cli.engine;

import picocli.CommandLine.Command;

/// The engine's commands. `./graft` starts Java for them with other options than for the rest.
@Command(
        name = "engine",
        description = "The engine alone, no services: train, generate, score, merge, export, check, bench.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            GenerateCommand.class,
            ScoreCommand.class,
            CheckCommand.class,
            BenchCommand.class,
        })
public final class EngineCommand {}
