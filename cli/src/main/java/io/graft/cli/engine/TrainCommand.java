package io.graft.cli.engine;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.settings.TrainingSettings;
import io.graft.engine.training.Checkpoints;
import io.graft.engine.training.MemoryForecast;
import io.graft.engine.training.NotEnoughMemoryException;
import io.graft.engine.training.Trainer;
import io.graft.engine.training.TrainingData;
import io.graft.engine.training.TrainingResult;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description = "Fine-tune a LoRA adapter; goes on from the last checkpoint in --out, if there is one.",
        footer = {
            "",
            "Writes adapter_model.safetensors, adapter_config.json, metrics.jsonl and checkpoints/ to --out.",
            "Ctrl-C stops after the present step with a checkpoint; the same command goes on from there, also after"
                    + " kill -9, and ends with the same bits as an uninterrupted run."
        })
final class TrainCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130; // as shells count SIGINT

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final Base base = new Base();

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "JSONL rows to learn from")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path data;

    @Option(names = "--eval", paramLabel = "FILE", description = "JSONL rows to measure the loss on")
    private @Nullable Path heldOut;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML or JSON with the names of TRL, transformers and PEFT (default: their defaults)")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "one setting, over those of --config")
    private @Nullable Map<String, String> settings;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "receives the adapter")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "an adapter of this base to go on with, by graft or PEFT (default: a fresh one)")
    private @Nullable Path adapter;

    @Option(names = "--resume", description = "fail where there is no checkpoint to go on from")
    private boolean resume;

    @Option(names = "--fresh", description = "delete checkpoints and metrics in --out and start over")
    private boolean fresh;

    @Override
    public Integer call() throws IOException {
        if (resume && fresh) {
            throw new IllegalArgumentException("--resume and --fresh exclude each other");
        }
        StartingAdapter start = adapter == null ? StartingAdapter.FRESH : StartingAdapter.of(adapter, out);
        TrainingSettings wanted = SettingsFile.read(config, settings == null ? Map.of() : settings, start.config());
        TrainingFolder folder = new TrainingFolder(out);
        Path weights = base.folder(talk);
        folder.requireUsable(weights);
        MemoryForecast forecast = base.forecast(weights);
        forecast.requireWeights();
        TrainingData examples = new TrainingRows(data, heldOut).read(forecast.outline(), wanted, talk.progress());
        talk.progress().line("memory: " + forecast.require(wanted.lora(), wanted.training(), examples));
        CausalModel model = base.load(talk, weights);
        try (MetricsFile metrics = MetricsFile.open(folder.metrics())) {
            if (fresh) {
                folder.clear();
            }
            Trainer trainer = trainer(new Beginning(model, start, folder), wanted, examples);
            metrics.keepUpTo(trainer.step());
            return train(trainer, folder.checkpoints(wanted, trainer.totalSteps()), metrics);
        }
    }

    private int train(Trainer trainer, Checkpoints checkpoints, MetricsFile metrics) throws IOException {
        try (Interrupt interrupt = new Interrupt()) {
            TrainingWatch watch = new TrainingWatch(talk.progress(), metrics, interrupt);
            TrainingResult result = trainer.run(watch, Optional.of(checkpoints));
            talk.progress().end();
            return end(trainer, result, watch.figures());
        }
    }

    /// What a training begins or goes on with.
    private record Beginning(CausalModel model, StartingAdapter start, TrainingFolder folder) {}

    private Trainer trainer(Beginning from, TrainingSettings wanted, TrainingData examples) throws IOException {
        Optional<Trainer> resumed = resumed(from, wanted, examples);
        if (resumed.isPresent()) {
            int step = resumed.get().step();
            talk.progress()
                    .line("going on after step " + step + " from the checkpoint in " + from.folder.checkpoints()
                            + ", exactly as if nothing had happened; --fresh would start over");
            return resumed.get();
        }
        if (resume) {
            throw new IllegalArgumentException("--resume: there is no checkpoint in " + from.folder.checkpoints());
        }
        LoraAdapter first = from.start.load(from.model, wanted);
        from.folder.begin(from.start);
        return Trainer.from(from.model, first, wanted.training(), examples);
    }

    private static Optional<Trainer> resumed(Beginning from, TrainingSettings wanted, TrainingData examples)
            throws IOException {
        try {
            Optional<Trainer> resumed = Trainer.resumeLatest(
                    from.model, wanted.lora(), wanted.training(), examples, from.folder.checkpoints());
            if (resumed.isPresent()) {
                from.folder.requireSameStart(from.start);
            }
            return resumed;
        } catch (NotEnoughMemoryException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; --fresh starts over", e);
        }
    }

    /// The adapter is written only when the training has ended; a cancelled one has its checkpoint.
    private int end(Trainer trainer, TrainingResult result, TrainingFigures figures) throws IOException {
        if (result.ending() == TrainingResult.Ending.CANCELLED) {
            talk.progress().line("stopped after step " + result.steps() + "; the same command goes on from there");
            return INTERRUPTED;
        }
        trainer.adapter().save(out);
        talk.printer().one(TrainSummary.of(result, trainer, figures, out));
        return 0;
    }
}
