package io.graft.engine.check;

import io.graft.engine.compute.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Compares the engine with everything that a folder of recorded results holds: a set of models, tokenizers and
/// benchmarks, or one of these by itself. What is there is found out by its contents; nothing is passed over in
/// silence.
public final class ReferenceCheck {

    private final Compute compute;

    public ReferenceCheck() {
        this(Compute.shared());
    }

    /// A check of kernels and threads of one's own.
    public ReferenceCheck(Compute compute) {
        this.compute = compute;
    }

    /// Makes all comparisons, always in the same order. A comparison that the engine refuses is a failed case.
    ///
    /// @param results receives each result as soon as it is known
    /// @return without any case if the folder holds no recorded result
    /// @throws IOException if the folder cannot be listed
    public CheckSummary run(Path folder, Consumer<CaseResult> results) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Tally tally = new Tally(results);
        List<ReferencePart> parts = ReferenceFolder.parts(folder);
        if (parts.stream().allMatch(part -> part instanceof ReferencePart.Unknown)) {
            return CheckSummary.NONE;
        }
        for (ReferencePart part : parts) {
            check(part, new Cases(part.name(), tally));
        }
        return tally.summary;
    }

    private void check(ReferencePart part, Cases cases) throws IOException {
        switch (part) {
            case ReferencePart.Model model -> {
                try (ReferenceModel reference = new ReferenceModel(model.path(), compute)) {
                    new ModelCheck(reference, cases).run();
                }
            }
            case ReferencePart.OfTokenizer tokenizer -> new TokenizerCheck(tokenizer.path(), cases).run();
            case ReferencePart.Templates templates ->
                cases.attempt("templates", () -> new TemplateCheck(cases).run(templates.path()));
            case ReferencePart.Bench bench -> new BenchCheck(bench.path(), compute, cases).run();
            case ReferencePart.Foreign foreign ->
                cases.skipped("statistics are another module's concern and are not checked here");
            case ReferencePart.Unknown unknown ->
                cases.failed("", "is not known here: neither model, tokenizer nor benchmark");
        }
        for (String file : ReferenceFolder.unknownFiles(part)) {
            if (!(part instanceof ReferencePart.Unknown)) {
                cases.part(file).failed("", "is not known here, so nothing was compared with it");
            }
        }
    }

    /// Counts what it hands on.
    private static final class Tally implements Consumer<CaseResult> {

        private final Consumer<CaseResult> results;
        private CheckSummary summary = CheckSummary.NONE;

        Tally(Consumer<CaseResult> results) {
            this.results = results;
        }

        @Override
        public void accept(CaseResult result) {
            summary = summary.plus(result);
            results.accept(result);
        }
    }
}
