package io.graft.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.graft.contracts.ContractJson;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.generation.ChoiceScore;
import io.graft.engine.generation.Scorer;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "score",
        description = "How likely each given choice is after its context, and how often the best is right.")
final class ScoreCommand implements Callable<Integer> {

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final Base base = new Base();

    @Option(names = "--adapter", paramLabel = "DIR", description = "a PEFT adapter of that model")
    private @Nullable Path adapterFolder;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description =
                    "JSONL rows {\"context\": …, \"choices\": […], \"answer\": index or text}; answer is optional")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path data;

    @Option(names = "--target-delimiter", description = "stands between a context and a choice (default: nothing)")
    private String delimiter = "";

    @Override
    public Integer call() throws IOException {
        List<ChoiceRow> rows = ChoiceRow.read(Inputs.requireFile(data));
        CausalModel model = base.load(talk);
        Adapter adapter = Base.adapter(model, adapterFolder);
        List<ScoredRow> scored = new ArrayList<>();
        try (Tokenizer tokenizer = model.tokenizer()) {
            Scorer scorer = new Scorer(model, tokenizer);
            for (ChoiceRow row : rows) {
                scored.add(score(scorer, row, adapter));
                talk.progress().bar((double) scored.size() / rows.size(), scored.size() + " of " + rows.size());
            }
        }
        talk.progress().end();
        show(ScoreReport.of(scored));
        return 0;
    }

    private ScoredRow score(Scorer scorer, ChoiceRow row, Adapter adapter) throws MalformedFileException {
        List<String> texts = row.choices().stream().map(delimiter::concat).toList();
        try {
            List<ChoiceScore> scores = scorer.score(row.context(), texts, adapter);
            return ScoredRow.of(row, scores);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(data, "line " + row.line() + ": " + e.getMessage(), e);
        }
    }

    private void show(ScoreReport report) {
        JsonNode document = ContractJson.mapper().valueToTree(report);
        if (!talk.isTable()) {
            talk.printer().one(document);
            return;
        }
        talk.printer().many(flat(report), "line", "choice", "log_likelihood", "tokens", "greedy", "best", "answer");
        talk.printer().text(String.format(Locale.ROOT, "%d rows%s", report.count(), report.accuracyText()));
    }

    /// One table row per choice.
    private static ArrayNode flat(ScoreReport report) {
        ArrayNode lines = ContractJson.mapper().createArrayNode();
        for (ScoredRow row : report.rows()) {
            for (ScoredRow.Choice choice : row.choices()) {
                lines.addObject()
                        .put("line", row.line())
                        .put("choice", choice.text())
                        .put("log_likelihood", choice.logLikelihood())
                        .put("tokens", choice.tokens())
                        .put("greedy", choice.greedy())
                        .put("best", choice.text().equals(row.best()) ? "*" : "")
                        .put("answer", choice.text().equals(row.answer()) ? "*" : "");
            }
        }
        return lines;
    }
}
