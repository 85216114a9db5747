package io.graft.engine.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is wrong with a JSON or YAML text, told in one line and without the names of the parser's own switches.
public final class JsonProblem {

    private static final Pattern JARGON = Pattern.compile(
            " \\(start marker at \\[[^]]*]\\)|, from `[^`]*`|: enable `[^`]*` to allow| \\(bound as [^)]*\\).*");

    private JsonProblem() {}

    public static String of(JacksonException problem) {
        String message = String.valueOf(problem.getOriginalMessage());
        if (message.startsWith("Trailing token")) {
            return "something follows the end of the value";
        }
        // YAML's parser shows the place on indented lines in between
        String line = message.lines()
                .filter(part -> !part.isBlank() && !Character.isWhitespace(part.charAt(0)))
                .collect(Collectors.joining(": "));
        return JARGON.matcher(line).replaceAll("");
    }
}
