package io.graft.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.cli.command.GraftCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Runs `graft engine …` inside the test.
record GraftLine(int code, String out, String err) {

    static final Path TINY = Path.of(System.getProperty("graft.root"), "models", "graft-tiny");

    /// @param arguments what follows `graft engine`
    static GraftLine engine(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of("engine"), Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new);
        int code = GraftCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
        return new GraftLine(code, out.toString(), err.toString());
    }

    JsonNode json() throws IOException {
        return new JsonMapper().readTree(out);
    }
}
