package io.graft.worker.train;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.training.RunConfig;
import io.graft.contracts.worker.WorkerJob;
import io.graft.contracts.worker.WorkerReport;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.compute.Precision;
import io.graft.engine.dataset.RowForm;
import io.graft.engine.dataset.Rows;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.Checkpoints;
import io.graft.engine.training.Evaluation;
import io.graft.engine.training.MemoryForecast;
import io.graft.engine.training.Trainer;
import io.graft.engine.training.TrainingResult;
import io.graft.engine.transformer.CausalModel;
import io.graft.worker.job.Workshop;
import io.graft.worker.report.Halt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Trains one adapter and uploads it; goes on from the folder's last checkpoint when there is one.
public final class TrainJob {

    private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);
    private static final int CHECKPOINTS_KEPT = 2;

    private final WorkerJob.Train job;
    private final Workshop shop;
    private final RunConfig config;
    private final Settings settings;
    private final Path checkpoints;
    private final Path figuresFile;

    public TrainJob(WorkerJob.Train job, Workshop shop) {
        this.job = job;
        this.shop = shop;
        this.config = job.config().withDefaults();
        this.settings = new Settings(config);
        this.checkpoints = shop.folder().path().resolve("checkpoint");
        this.figuresFile = checkpoints.resolve("figures.json");
    }

    /// @return the last word: trained or cancelled
    public WorkerReport run() throws IOException {
        Map<String, String> attributes = Map.of("graft.run_id", job.runId().toString(), "graft.model", job.modelName());
        return shop.tracing().span("train", attributes, this::train);
    }

    private WorkerReport train() throws IOException {
        Path rows =
                shop.tracing().span("download", Map.of(), () -> shop.artifacts().download(job.train()));
        Workshop.Base base = base();
        MemoryForecast forecast = base.forecast();
        forecast.requireWeights();
        Lesson lesson = tokenize(forecast.outline(), rows);
        forecast.require(settings.lora(), settings.training(), lesson.data());
        CausalModel model = shop.load(base);
        Trainer trainer = trainer(model, lesson);
        Progress progress = new Progress(shop.reporter(), figures(trainer), figuresFile);
        shop.reporter().started(new WorkerReport.Started(trainer.totalSteps(), trainer.step()));
        TrainingResult result = fit(trainer, progress);
        if (result.ending() == TrainingResult.Ending.CANCELLED) {
            LOG.atInfo().addKeyValue("step", result.steps()).log("training was stopped");
            return new WorkerReport.Cancelled(result.steps());
        }
        Optional<Evaluation> evaluation = lesson.heldOut().isEmpty()
                ? Optional.empty()
                : Optional.of(trainer.evaluate(lesson.data().heldOut()));
        Map<String, Double> metrics = metrics(lesson, result, progress.figures(), evaluation);
        LoraAdapter adapter = trainer.adapter();
        return new WorkerReport.Trained(upload(adapter), metrics, "sha256:" + model.digest(), adapter.parameters());
    }

    private Workshop.Base base() throws IOException {
        RunConfig.Cpu cpu = Settings.given(config.cpu());
        return shop.find(new Workshop.BaseRequest(
                Settings.given(config.baseModel()),
                Settings.given(cpu.numWorkers()),
                Settings.given(cpu.useSimd()) ? Workshop.Kernels.FASTEST : Workshop.Kernels.SCALAR,
                Precision.of(Settings.given(config.precision()))));
    }

    private Lesson tokenize(CausalModel model, Path rows) throws IOException {
        return shop.tracing().span("tokenize", Map.of(), () -> {
            try (Tokenizer tokenizer = model.tokenizer()) {
                return Lesson.of(Rows.read(rows, RowForm.of(job.datasetKind())), tokenizer, config);
            }
        });
    }

    private Trainer trainer(CausalModel model, Lesson lesson) throws IOException {
        Optional<Trainer> resumed =
                Trainer.resumeLatest(model, settings.lora(), settings.training(), lesson.data(), checkpoints);
        if (resumed.isPresent()) {
            LOG.atInfo().addKeyValue("step", resumed.get().step()).log("going on from a checkpoint");
            return resumed.get();
        }
        List<ArtifactFile> startFrom = job.startFrom();
        if (startFrom == null) {
            return Trainer.start(model, settings.lora(), settings.training(), lesson.data());
        }
        Path folder = shop.artifacts().download(startFrom, shop.folder().path().resolve("start"));
        LoraAdapter adapter = LoraAdapter.load(model, folder);
        adapter.requireShapeOf(model, settings.lora());
        return Trainer.from(model, adapter, settings.training(), lesson.data());
    }

    private Figures figures(Trainer trainer) throws IOException {
        return trainer.step() == 0 ? Figures.NONE : Figures.read(figuresFile);
    }

    private TrainingResult fit(Trainer trainer, Progress progress) throws IOException {
        int every = Settings.given(config.saveSteps());
        return shop.tracing()
                .span(
                        "fit",
                        Map.of("graft.total_steps", Integer.toString(trainer.totalSteps())),
                        () -> trainer.run(
                                progress, Optional.of(new Checkpoints(checkpoints, every, CHECKPOINTS_KEPT))));
    }

    private List<ArtifactFile> upload(LoraAdapter adapter) throws IOException {
        Path folder = shop.folder().path().resolve("adapter");
        adapter.save(folder);
        if (shop.reporter().halt() == Halt.SUPERSEDED) {
            return List.of();
        }
        return shop.tracing().span("upload", Map.of(), () -> shop.artifacts().upload(folder));
    }

    private static Map<String, Double> metrics(
            Lesson lesson, TrainingResult result, Figures figures, Optional<Evaluation> evaluation) {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("first_loss", figures.firstLoss());
        metrics.put("last_loss", figures.lastLoss());
        metrics.put("steps", (double) result.steps());
        metrics.put("tokens", (double) result.tokens());
        metrics.put("train_seconds", figures.seconds());
        metrics.put("tokens_per_second", figures.seconds() == 0 ? 0 : result.tokens() / figures.seconds());
        metrics.put("examples", (double) lesson.data().train().size());
        metrics.put("truncated_examples", (double) lesson.truncated());
        metrics.put("left_out_examples", (double) lesson.leftOut());
        result.best().ifPresent(best -> metrics.put("best_step", (double) best.step()));
        evaluation.ifPresent(held -> {
            metrics.put("eval_loss", held.loss());
            metrics.put("eval_mean_token_accuracy", held.meanTokenAccuracy());
        });
        return metrics;
    }
}
