package io.graft.worker.benchmark;

import io.graft.contracts.worker.WorkerJob.Task;
import io.graft.engine.dataset.Draw;
import io.graft.engine.dataset.Row;
import io.graft.engine.dataset.Row.Labelled;
import io.graft.engine.generation.Scorer;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.Example;
import io.graft.engine.transformer.CausalModel;
import io.graft.worker.data.Pair;
import io.graft.worker.data.Prompts;
import java.util.List;
import java.util.OptionalInt;

/// Makes tasks out of held-out rows.
///
/// @param limit rows per task, drawn with the seed
record Tasks(CausalModel model, Tokenizer tokenizer, OptionalInt limit, long seed) {

    PreparedTask prepare(Task task, List<Row> rows) {
        Prompts prompts = new Prompts(model.name(), tokenizer);
        List<Row> drawn = draw(rows);
        return task.kind().equals("labelled")
                ? choices(task.name(), prompts, labelled(rows), labelled(drawn))
                : answers(task.name(), prompts, drawn);
    }

    private List<Row> draw(List<Row> rows) {
        int count = limit.orElse(rows.size());
        return Draw.indexes(rows.size(), count, seed).stream().map(rows::get).toList();
    }

    private static List<Labelled> labelled(List<Row> rows) {
        return rows.stream().map(Labelled.class::cast).toList();
    }

    /// The labels of all rows are the choices, whichever rows are drawn.
    private PreparedTask choices(String name, Prompts prompts, List<Labelled> all, List<Labelled> drawn) {
        List<String> labels =
                all.stream().map(Labelled::label).distinct().sorted().toList();
        String anyText = all.getFirst().text();
        List<int[]> answers = labels.stream()
                .map(label -> prompts.of(new Labelled(anyText, label)).answer())
                .toList();
        List<int[]> questions =
                drawn.stream().map(row -> prompts.of(row).prompt()).toList();
        List<Integer> right =
                drawn.stream().map(row -> labels.indexOf(row.label())).toList();
        return new ChoiceTask(name, new Scorer(model, tokenizer), questions, answers, right);
    }

    private PreparedTask answers(String name, Prompts prompts, List<Row> drawn) {
        int positions = model.config().maxPositions();
        List<Example> examples = drawn.stream()
                .map(prompts::of)
                .map(pair -> pair.cut(positions))
                .map(Pair::completion)
                .toList();
        return new AnswerTask(name, model, examples);
    }
}
