package io.graft.engine.check;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.Generator;
import io.graft.engine.generation.TokenListener;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Greedy continuations: tokens, texts, and the end at an end token.
final class GenerationCheck {

    private final ReferenceModel reference;
    private final Cases cases;

    GenerationCheck(ReferenceModel reference, Cases cases) {
        this.reference = reference;
        this.cases = cases;
    }

    void run() throws IOException {
        OracleNode recorded = OracleNode.read(reference.expected("generate.json"));
        if (recorded.find("cases").isPresent()) {
            cases.attempt("greedy tokens", () -> tokens(recorded));
            cases.attempt("greedy text", () -> texts(recorded.at("cases").items()));
        }
        Optional<OracleNode> stop = recorded.find("stop_at_eos");
        if (stop.isPresent()) {
            cases.attempt("end at an end token", () -> end(stop.get()));
        }
    }

    private void tokens(OracleNode recorded) throws IOException {
        Optional<OracleNode> ends = recorded.find("eos_token_ids");
        Mismatches mismatches = new Mismatches();
        for (OracleNode one : recorded.at("cases").items()) {
            int[] expected = one.at("new_ids").integers();
            GenerationConfig config = GenerationConfig.greedy(expected.length);
            Generation generation = generate(
                    one, ends.isPresent() ? config.withEndTokens(set(ends.get().integers())) : config);
            mismatches.add(one.place() + ".new_ids", ids(generation), expected);
        }
        cases.equal("greedy tokens", mismatches);
    }

    private Generation generate(OracleNode one, GenerationConfig config) throws IOException {
        int[] prompt = one.at("prompt_ids").integers();
        return new Generator(reference.model(), reference.tokenizer())
                .generate(prompt, config, Adapter.NONE, TokenListener.NONE);
    }

    /// Judged by the recorded tokens, so that a wrong token is not told twice.
    private void texts(List<OracleNode> recorded) throws IOException {
        Tokenizer tokenizer = reference.tokenizer();
        Mismatches mismatches = new Mismatches();
        for (OracleNode one : recorded) {
            int[] prompt = one.at("prompt_ids").integers();
            int[] added = one.at("new_ids").integers();
            int[] whole = IntStream.concat(Arrays.stream(prompt), Arrays.stream(added))
                    .toArray();
            if (one.find("prompt").isPresent()) {
                mismatches.add(
                        one.place() + ".prompt_ids",
                        tokenizer.encode(one.at("prompt").text()),
                        prompt);
            }
            text(one, "text", tokenizer.decode(added), mismatches);
            text(one, "text_skip_special_tokens", tokenizer.decodePlain(added), mismatches);
            text(one, "full_text", tokenizer.decode(whole), mismatches);
        }
        cases.equal("greedy text", mismatches);
    }

    private static void text(OracleNode one, String field, String actual, Mismatches mismatches) throws IOException {
        Optional<OracleNode> expected = one.find(field);
        if (expected.isPresent()) {
            mismatches.add(expected.get().place(), actual, expected.get().text());
        }
    }

    private void end(OracleNode recorded) throws IOException {
        int[] expected = recorded.at("new_ids").integers();
        Set<Integer> end = Set.of(recorded.at("eos_token_id").integer());
        Generation generation =
                generate(recorded, GenerationConfig.greedy(expected.length + 8).withEndTokens(end));
        Mismatches mismatches = new Mismatches()
                .add(recorded.place() + ".new_ids", ids(generation), expected)
                .add(recorded.place() + " ends because of", generation.ending(), Generation.Ending.STOP);
        cases.equal("end at an end token", mismatches);
    }

    private static int[] ids(Generation generation) {
        return generation.ids().stream().mapToInt(Integer::intValue).toArray();
    }

    private static Set<Integer> set(int[] values) {
        return Arrays.stream(values).boxed().collect(Collectors.toSet());
    }
}
