package io.graft.cli.engine;

import io.graft.engine.check.CaseResult;
import io.graft.engine.check.CheckSummary;
import io.graft.engine.check.ReferenceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = "Compare the engine with results that Hugging Face and PEFT recorded.",
        footer = {"", "Exit code 1 when a case is not within its tolerance, 2 when the folder holds no case."})
final class CheckCommand implements Callable<Integer> {

    private static final int OUTSIDE = 1;
    private static final int NOTHING = 2;

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final Machine machine = new Machine();

    @Parameters(paramLabel = "DIR", description = "recorded results: models, tokenizers, benchmarks, or one of them")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    /// What `-o json` prints.
    record Report(int cases, int within, List<Case> results) {}

    /// @param difference null where nothing could be compared
    record Case(
            String name,
            String quantity,
            @Nullable Double difference,
            double tolerance,
            String verdict,
            String reason) {

        static Case of(CaseResult result) {
            return new Case(
                    result.name(),
                    result.quantity(),
                    Double.isNaN(result.difference()) ? null : result.difference(),
                    result.tolerance(),
                    result.verdict().name().toLowerCase(Locale.ROOT),
                    result.reason());
        }
    }

    @Override
    public Integer call() throws IOException {
        Inputs.requireFolder(folder);
        List<Case> cases = new ArrayList<>();
        CheckSummary summary = new ReferenceCheck(machine.compute()).run(folder, result -> {
            cases.add(Case.of(result));
            if (talk.isTable()) {
                talk.printer().text(result.line());
            } else {
                talk.progress().show(cases.size() + " cases, last: " + result.title());
            }
        });
        talk.progress().end();
        if (talk.isTable()) {
            talk.printer().text(summary.line());
        } else {
            talk.printer().one(new Report(summary.cases(), summary.within(), cases));
        }
        return summary.cases() == 0 ? NOTHING : summary.allWithin() ? 0 : OUTSIDE;
    }
}
