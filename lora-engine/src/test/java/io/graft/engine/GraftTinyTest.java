package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.generation.ChoiceScore;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.Generator;
import io.graft.engine.generation.Scorer;
import io.graft.engine.generation.TokenListener;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.Example;
import io.graft.engine.training.Trainer;
import io.graft.engine.training.TrainingConfig;
import io.graft.engine.training.TrainingListener;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The model that ships with the source, from text to text.
class GraftTinyTest {

    private static final List<String> COLOURS = List.of("red", "blue", "green");

    private static Path folder() {
        return Path.of(System.getProperty("graft.root", "..")).resolve("models/graft-tiny");
    }

    private static int[] prompt(Tokenizer tokenizer, int number) {
        ChatTemplate chat = tokenizer.chatTemplate().orElseThrow();
        ChatMessage question = ChatMessage.user("What is the colour of ball " + number % 3 + "?");
        return tokenizer.encodePlain(chat.render(List.of(question), ChatTemplate.Ending.GENERATION_PROMPT));
    }

    @Test
    void it_writes_english_before_it_learns() throws IOException {
        CausalModel model = CausalModel.load(folder());
        try (Tokenizer tokenizer = Tokenizer.load(folder())) {
            List<ChoiceScore> scores =
                    new Scorer(model, tokenizer).score("She opened the", List.of(" door", " although"), Adapter.NONE);
            assertThat(scores.get(0).logLikelihood())
                    .isGreaterThan(scores.get(1).logLikelihood());
        }
    }

    @Test
    void it_learns_answers_and_gives_them() throws IOException {
        CausalModel model = CausalModel.load(folder());
        try (Tokenizer tokenizer = Tokenizer.load(folder())) {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                int[] answer = tokenizer.encodePlain(COLOURS.get(i % 3) + "<|im_end|>");
                examples.add(Example.completion(prompt(tokenizer, i), answer));
            }
            TrainingConfig config = TrainingConfig.builder()
                    .learningRate(4e-3)
                    .batchSize(12)
                    .epochs(8)
                    .build();
            Trainer trainer = Trainer.start(model, LoraConfig.allLinear(8, 16), config, examples);
            trainer.run(new TrainingListener() {});
            Generator generator = new Generator(model, tokenizer);
            for (int i = 0; i < 3; i++) {
                Generation generation = generator.generate(
                        prompt(tokenizer, i), GenerationConfig.greedy(8), trainer.adapter(), TokenListener.NONE);
                assertThat(generation.text()).isEqualTo(COLOURS.get(i));
                assertThat(generation.ending()).isEqualTo(Generation.Ending.STOP);
            }
        }
    }
}
