package io.graft.worker.train;

import io.graft.contracts.training.RunConfig;
import io.graft.engine.dataset.ExampleConfig;
import io.graft.engine.dataset.ExampleReport;
import io.graft.engine.dataset.Examples;
import io.graft.engine.dataset.LossOn;
import io.graft.engine.dataset.Row;
import io.graft.engine.dataset.Rows;
import io.graft.engine.dataset.Truncation;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.TrainingData;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What is learned, and what is held out to measure it.
///
/// @param train   what became of the rows to learn from
/// @param heldOut what became of the rows that are held out, if any are
record Lesson(TrainingData data, ExampleReport train, Optional<ExampleReport> heldOut) {

    static Lesson of(Rows rows, Tokenizer tokenizer, RunConfig config) throws IOException {
        LossOn lossOn = lossOn(config);
        ExampleConfig how = new ExampleConfig(Settings.given(config.maxLength()), lossOn, Truncation.KEEP_COMPLETION);
        Rows asked = lossOn == LossOn.AUTOMATIC ? rows.map(Lesson::lastAnswer) : rows;
        Rows.Split split = asked.split(Settings.given(config.evalSplit()), Settings.given(config.seed()));
        Examples train = Examples.of(split.train(), tokenizer, how);
        if (split.heldOut().isEmpty()) {
            return new Lesson(TrainingData.of(train.examples()), train.report(), Optional.empty());
        }
        Examples heldOut = Examples.of(split.heldOut().get(), tokenizer, how);
        return new Lesson(
                new TrainingData(train.examples(), heldOut.examples()), train.report(), Optional.of(heldOut.report()));
    }

    private static LossOn lossOn(RunConfig config) {
        if (Settings.given(config.assistantOnlyLoss())) {
            return LossOn.ASSISTANT;
        }
        return Settings.given(config.completionOnlyLoss()) ? LossOn.AUTOMATIC : LossOn.EVERYTHING;
    }

    /// A conversation's completion is its last message.
    private static Row lastAnswer(Row row) {
        if (row instanceof Row.Messages(List<ChatMessage> messages)) {
            int last = messages.size() - 1;
            return new Row.Turns(messages.subList(0, last), messages.subList(last, messages.size()));
        }
        return row;
    }

    /// Rows that were cut to `max_length`.
    int truncated() {
        return train.truncated() + heldOut.map(ExampleReport::truncated).orElse(0);
    }

    /// Rows in which nothing is left to learn.
    int leftOut() {
        return left(train) + heldOut.map(Lesson::left).orElse(0);
    }

    private static int left(ExampleReport report) {
        return report.rows() - report.examples();
    }
}
