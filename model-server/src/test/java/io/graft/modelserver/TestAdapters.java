package io.graft.modelserver;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.Example;
import io.graft.engine.training.Trainer;
import io.graft.engine.training.TrainingConfig;
import io.graft.engine.training.TrainingListener;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Small adapters that were really trained: each answers everything with its one word.
public final class TestAdapters {

    public static final Path MODELS =
            Path.of(System.getProperty("graft.root", "..")).resolve("models");

    private static final int STEPS = 30;

    private TestAdapters() {}

    /// Trains an adapter that says `word` and saves it in a folder.
    public static void save(String word, Path folder) {
        try (Tokenizer tokenizer = Tokenizer.load(MODELS.resolve("graft-tiny"))) {
            CausalModel model = CausalModel.load(MODELS.resolve("graft-tiny"));
            TrainingConfig config = TrainingConfig.builder()
                    .learningRate(1e-2)
                    .batchSize(2)
                    .maxSteps(STEPS)
                    .build();
            List<Example> examples = List.of(example(tokenizer, "Hello.", word), example(tokenizer, "Why?", word));
            Trainer trainer = Trainer.start(model, LoraConfig.allLinear(4, 8), config, examples);
            trainer.run(new TrainingListener() {});
            trainer.adapter().save(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An adapter that changes nothing; quickly made.
    public static void saveIdle(long seed, Path folder) {
        try {
            CausalModel model = CausalModel.load(MODELS.resolve("graft-tiny"));
            LoraAdapter.create(model, LoraConfig.allLinear(2, 4), seed).save(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example example(Tokenizer tokenizer, String question, String answer) {
        String prompt = tokenizer
                .chatTemplate()
                .orElseThrow()
                .render(List.of(ChatMessage.user(question)), ChatTemplate.Ending.GENERATION_PROMPT);
        return Example.completion(tokenizer.encodePlain(prompt), tokenizer.encodePlain(answer + "<|im_end|>"));
    }
}
