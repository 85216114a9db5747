package io.graft.cli.command;

import io.graft.localstack.LocalStack;
import io.graft.localstack.trace.Span;
import io.graft.localstack.trace.TraceTree;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "trace", description = "The span tree of a trace, training run, benchmark run or rollout.")
class TraceCommand implements Callable<Integer> {

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final List<String> ATTRIBUTES =
            List.of("graft.run_id", "graft.rollout_id", "graft.benchmark_run_id");

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shared shared;

    @Parameters(paramLabel = "ID", description = "the id of a trace, run or rollout")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() throws IOException {
        LocalStack stack = shared.surroundings().stack();
        String trace = TRACE_ID.matcher(id).matches() ? id : traceWith(stack);
        List<Span> spans = trace.isEmpty() ? List.of() : stack.trace(trace);
        if (spans.isEmpty()) {
            shared.spec.commandLine().getErr().println("graft: no span is known for " + id);
            return ExitCode.NOT_FOUND;
        }
        shared.printer().text("trace " + trace + ", " + spans.size() + " spans");
        TraceTree.of(spans).lines().forEach(shared.printer()::text);
        return 0;
    }

    private String traceWith(LocalStack stack) throws IOException {
        for (String attribute : ATTRIBUTES) {
            List<String> traces = stack.tracesWith(attribute, id);
            if (!traces.isEmpty()) {
                return traces.getFirst();
            }
        }
        return "";
    }
}
