package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Against the scores of lm-evaluation-harness.
class ReferenceScorerTest {

    private static final List<String> TASKS = List.of("arc_easy", "boolq", "hellaswag", "piqa", "social_iqa");

    @Test
    void choices_score_as_in_the_harness() throws IOException {
        Reference bench = Reference.shared("bench");
        CausalModel model = CausalModel.load(Reference.shared("llama-tied").folder());
        check(bench, model, Adapter.NONE, "llama-tied.0shot.json", 2048);
    }

    @Test
    void choices_score_as_in_the_harness_with_an_adapter() throws IOException {
        Reference bench = Reference.shared("bench");
        CausalModel model = CausalModel.load(Reference.shared("llama-tied").folder());
        Adapter adapter = LoraAdapter.load(model, bench.folder().resolve("adapters/llama-tied"));
        check(bench, model, adapter, "llama-tied-adapter.0shot.json", 2048);
    }

    @Test
    void long_contexts_lose_their_beginning_as_in_the_harness() throws IOException {
        Reference bench = Reference.shared("bench");
        CausalModel model = CausalModel.load(Reference.shared("llama-tied").folder());
        check(bench, model, Adapter.NONE, "llama-tied-max_length_100.2shot_first.json", 100);
    }

    private static void check(Reference bench, CausalModel model, Adapter adapter, String results, int maxLength)
            throws IOException {
        JsonNode tasks = JsonFiles.read(bench.folder().resolve("results").resolve(results))
                .path("tasks");
        String setting = results.substring(results.indexOf('.') + 1);
        try (Tokenizer tokenizer = Tokenizer.load(model.folder())) {
            Scorer scorer = new Scorer(model, tokenizer, maxLength);
            for (String task : TASKS) {
                JsonNode requests = JsonFiles.read(bench.folder().resolve("requests/" + task + "." + setting));
                JsonNode samples = tasks.path(task).path("samples");
                for (int i = 0; i < samples.size(); i++) {
                    check(scorer, requests.path("requests").path(i), samples.path(i), adapter);
                }
            }
        }
    }

    private static void check(Scorer scorer, JsonNode request, JsonNode sample, Adapter adapter) {
        List<String> choices = new ArrayList<>();
        request.path("continuations").forEach(choice -> choices.add(choice.asText()));
        List<ChoiceScore> scores = scorer.score(request.path("context").asText(), choices, adapter);
        for (int i = 0; i < choices.size(); i++) {
            String place = request.path("doc_id") + choices.get(i);
            assertThat(scores.get(i).logLikelihood())
                    .as(place)
                    .isCloseTo(sample.path("loglikelihoods").path(i).asDouble(), within(1e-3));
            assertThat(scores.get(i).tokens())
                    .as(place)
                    .isEqualTo(sample.path("continuation_tokens").path(i).asInt());
            assertThat(scores.get(i).greedy())
                    .as(place)
                    .isEqualTo(sample.path("is_greedy").path(i).asBoolean());
        }
    }
}
