package io.graft.cli.engine;

import io.graft.cli.output.Format;
import io.graft.cli.output.Printer;
import io.graft.cli.output.Progress;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where an engine command prints: results on standard output in the form asked for, progress on standard error.
final class Talk {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            description = "table, json or yaml (default: table)")
    private Format format = Format.table;

    private @Nullable Progress progress;

    boolean isTable() {
        return format == Format.table;
    }

    Printer printer() {
        return new Printer(out(), format);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    Progress progress() {
        if (progress == null) {
            progress = Progress.onStandardError();
        }
        return progress;
    }
}
