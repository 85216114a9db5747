package io.graft.cli.command;

import io.graft.cli.connect.Surroundings;
import io.graft.cli.demo.Demo;
import io.graft.cli.demo.DemoReport;
import io.graft.cli.output.Columns;
import io.graft.cli.output.Format;
import io.graft.cli.output.Printer;
import io.graft.cli.output.Progress;
import io.graft.localstack.LocalStack;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.trace.TraceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "demo", description = "The whole loop on shipped data, live.")
class DemoCommand implements Callable<Integer> {

    private static final int TRACE_LINES = 60;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shared shared;

    @Option(names = "--json", description = "one JSON document on standard output, progress on standard error")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Surroundings surroundings = shared.surroundings();
        LocalStack stack = surroundings.stack();
        Demo demo = new Demo(stack, shared.connections(), surroundings.repository(), Progress.onStandardError());
        DemoReport report = demo.run();
        if (json) {
            new Printer(shared.spec.commandLine().getOut(), Format.json).one(report);
        } else {
            summary(demo, report, stack).forEach(shared.printer()::text);
        }
        return report.ok() ? 0 : ExitCode.FAILED;
    }

    private static List<String> summary(Demo demo, DemoReport report, LocalStack stack) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(Columns.of(table(report)));
        lines.add("");
        lines.addAll(links(demo, stack.ports()));
        if (report.traceId() != null) {
            lines.add("");
            lines.add("The candidate's whole story, graft trace " + report.traceId() + ":");
            List<String> tree = TraceTree.of(stack.trace(report.traceId())).lines();
            tree.stream().limit(TRACE_LINES).forEach(lines::add);
            if (tree.size() > TRACE_LINES) {
                lines.add("… and " + (tree.size() - TRACE_LINES) + " more spans");
            }
        }
        return lines;
    }

    private static List<List<String>> table(DemoReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("STEP", "", "SECONDS"));
        double total = 0;
        for (DemoReport.Step step : report.steps()) {
            rows.add(List.of(step.name(), step.ok() ? "✓" : "✗", String.format(Locale.ROOT, "%.1f", step.seconds())));
            total += step.seconds();
        }
        rows.add(List.of("all", report.ok() ? "✓" : "✗", String.format(Locale.ROOT, "%.1f", total)));
        figures(report).forEach(figure -> rows.add(List.of(figure.name(), "", figure.value())));
        return rows;
    }

    private record Figure(String name, String value) {}

    private static List<Figure> figures(DemoReport report) {
        List<Figure> figures = new ArrayList<>();
        if (report.training() != null) {
            var training = report.training();
            figures.add(new Figure(
                    "training loss",
                    String.format(Locale.ROOT, "%.3f → %.3f", training.firstLoss(), training.lastLoss())));
            figures.add(new Figure(
                    "training speed", String.format(Locale.ROOT, "%.0f tokens/s", training.tokensPerSecond())));
        }
        if (report.scores() != null) {
            var scores = report.scores();
            figures.add(new Figure("accuracy of the base model", String.format(Locale.ROOT, "%.3f", scores.base())));
            figures.add(new Figure("accuracy of the champion", String.format(Locale.ROOT, "%.3f", scores.champion())));
            figures.add(
                    new Figure("accuracy of the candidate", String.format(Locale.ROOT, "%.3f", scores.candidate())));
            if (scores.spoiled() != null) {
                figures.add(new Figure(
                        "accuracy after spoiled labels", String.format(Locale.ROOT, "%.3f", scores.spoiled())));
            }
        }
        figures.add(new Figure(
                "live requests",
                report.requests().total() + ", " + report.requests().failed() + " failed"));
        if (report.rollback() != null) {
            figures.add(new Figure(
                    "rollback",
                    String.format(Locale.ROOT, "%.2f s", report.rollback().seconds())));
        }
        return figures;
    }

    private static List<String> links(Demo demo, Ports ports) {
        return List.of(
                "Look at",
                "  versions   " + url(ports, "model-registry") + "/v1/registry/models/" + demo.model() + "/versions",
                "  lineage    " + url(ports, "model-registry") + "/v1/registry/models/" + demo.model() + "/lineage",
                "  rollouts   " + url(ports, "deployer") + "/v1/deployment/deployments?model=" + demo.model(),
                "  APIs       " + url(ports, "training-service") + "/q/swagger-ui (and the same on the other services)",
                "  ask it     ./graft ask " + demo.model() + " \"until when may i keep this book\"");
    }

    private static String url(Ports ports, String service) {
        return "http://127.0.0.1:" + ports.of(service);
    }
}
