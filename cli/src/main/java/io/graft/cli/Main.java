package io.graft.cli;

import io.graft.cli.command.GraftCommand;

/// Where `./graft` enters.
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        String[] given = args.length == 0 ? new String[] {"--help"} : args;
        System.exit(GraftCommand.commandLine(given[0]).execute(given));
    }
}
