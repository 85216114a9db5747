package io.graft.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.cli.connect.Connections;
import io.graft.cli.connect.Surroundings;
import io.graft.cli.output.Format;
import io.graft.cli.output.Printer;
import io.graft.client.JsonClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options that every command has.
class Shared {

    private static final Duration WATCH_EVERY = Duration.ofMillis(500);

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            description = "table, json or yaml (default: table)")
    Format format = Format.table;

    @Option(names = "--server", description = "base URL of Graft (default: GRAFT_SERVER, config.yaml, the local stack)")
    @Nullable
    String server;

    Surroundings surroundings() {
        return Surroundings.ofThisProcess();
    }

    Connections connections() {
        Surroundings surroundings = surroundings();
        return Connections.of(server, surroundings.environment(), surroundings.stack());
    }

    Printer printer() {
        PrintWriter out = spec.commandLine().getOut();
        return new Printer(out, format);
    }

    /// Prints one thing, or with `watch` each of its states until a final one.
    ///
    /// @return exit code 1 when it ended in one of the `bad` states
    int show(
            JsonClient client,
            String path,
            boolean watch,
            Set<String> ends,
            Set<String> bad,
            Function<JsonNode, String> line) {
        JsonNode thing = client.get(path, JsonNode.class);
        String last = "";
        while (watch && !ends.contains(thing.path("status").asText())) {
            String now = line.apply(thing);
            if (!now.equals(last)) {
                spec.commandLine().getErr().println(now);
                spec.commandLine().getErr().flush();
                last = now;
            }
            LockSupport.parkNanos(WATCH_EVERY.toNanos());
            thing = client.get(path, JsonNode.class);
        }
        printer().one(thing);
        return watch && bad.contains(thing.path("status").asText()) ? 1 : 0;
    }
}
