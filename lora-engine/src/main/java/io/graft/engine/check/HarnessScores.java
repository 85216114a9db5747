package io.graft.engine.check;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.generation.ChoiceScore;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.Generator;
import io.graft.engine.generation.Scorer;
import io.graft.engine.generation.TokenListener;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One task of a harness run: the log-likelihood of every choice and what follows from it, or generated answers.
final class HarnessScores {

    private final Run run;
    private final Cases cases;

    /// @param maxLength tokens of context and continuation together
    /// @param maxNew    new tokens of a generated answer
    record Run(ReferenceModel reference, Adapter adapter, int maxLength, int maxNew) {}

    HarnessScores(Run run, Cases cases) {
        this.run = run;
        this.cases = cases;
    }

    void check(OracleNode task, List<OracleNode> requests) throws IOException {
        Map<Integer, OracleNode> byDocument = new HashMap<>();
        for (OracleNode request : requests) {
            byDocument.put(request.at("doc_id").integer(), request);
        }
        Set<Integer> nearTies = new HashSet<>();
        Optional<OracleNode> close = task.find("near_tie_doc_ids");
        if (close.isPresent()) {
            Arrays.stream(close.get().integers()).forEach(nearTies::add);
        }
        Choices choices = new Choices();
        Answers answers = new Answers();
        for (OracleNode sample : task.at("samples").items()) {
            int document = sample.at("doc_id").integer();
            OracleNode request = byDocument.get(document);
            if (request == null) {
                throw new MalformedFileException(
                        task.file(), sample.place() + ": the requests lack doc_id " + document);
            }
            if (sample.find("loglikelihoods").isPresent()) {
                choices.add(request, sample, nearTies.contains(document));
            } else {
                answers.add(request, sample);
            }
        }
        choices.report();
        answers.report();
    }

    /// Multiple choice.
    private final class Choices {

        private final Difference logLikelihoods = new Difference();
        private final Mismatches tokens = new Mismatches();
        private final Mismatches greedy = new Mismatches();
        private final Mismatches decisions = new Mismatches();
        private int count;

        void add(OracleNode request, OracleNode sample, boolean nearTie) throws IOException {
            count++;
            List<String> choices = request.at("continuations").texts();
            CausalModel model = run.reference.model();
            Tokenizer tokenizer = run.reference.tokenizer();
            Scorer scorer = new Scorer(
                    model, tokenizer, Math.min(run.maxLength, model.config().maxPositions()));
            List<ChoiceScore> scores = scorer.score(request.at("context").text(), choices, run.adapter);
            double[] expected = sample.at("loglikelihoods").numbers();
            for (int i = 0; i < expected.length; i++) {
                logLikelihoods.add(scores.get(i).logLikelihood(), expected[i]);
            }
            tokens.add(
                    sample.place() + ".continuation_tokens",
                    scores.stream().mapToInt(ChoiceScore::tokens).toArray(),
                    sample.at("continuation_tokens").integers());
            String flags =
                    scores.stream().map(ChoiceScore::greedy).toList().toString().replace(" ", "");
            greedy.add(
                    sample.place() + ".is_greedy",
                    flags,
                    sample.at("is_greedy").node().toString());
            if (!nearTie) {
                decide(request, sample, scores);
            }
        }

        private void decide(OracleNode request, OracleNode sample, List<ChoiceScore> scores) throws IOException {
            List<String> choices = request.at("continuations").texts();
            double[] sums = new double[scores.size()];
            double[] byLength = new double[scores.size()];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = scores.get(i).logLikelihood();
                String choice = choices.get(i).startsWith(" ") ? choices.get(i).substring(1) : choices.get(i);
                byLength[i] = sums[i] / choice.codePointCount(0, choice.length());
            }
            int gold = request.at("gold").integer();
            decision(sample, "acc", best(sums) == gold);
            decision(sample, "acc_norm", best(byLength) == gold);
        }

        private void decision(OracleNode sample, String metric, boolean right) throws IOException {
            Optional<OracleNode> expected = sample.find(metric);
            if (expected.isPresent()) {
                decisions.add(
                        expected.get().place(),
                        right ? 1.0 : 0.0,
                        expected.get().number());
            }
        }

        void report() {
            if (count > 0) {
                cases.compare("log-likelihoods", logLikelihoods, Tolerance.LOG_LIKELIHOOD);
                cases.equal("tokens of choices", tokens);
                cases.equal("greedy choices", greedy);
                cases.equal("right choices", decisions);
            }
        }
    }

    private static int best(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /// Generated answers. Tokens after a near tie may differ, so only those before it are compared.
    private final class Answers {

        private final Mismatches contexts = new Mismatches();
        private final Mismatches tokens = new Mismatches();
        private final Mismatches texts = new Mismatches();
        private int count;

        void add(OracleNode request, OracleNode sample) throws IOException {
            count++;
            int[] context = context(request.at("context").text());
            contexts.add(
                    sample.place() + ".context_tokens",
                    context.length,
                    sample.at("context_tokens").integer());
            int[] expected = sample.at("generated_ids").integers();
            int reliable = sample.find("reliable_tokens").isPresent()
                    ? sample.at("reliable_tokens").integer()
                    : expected.length;
            if (reliable == 0) {
                return;
            }
            Generation generation = generate(request, context, reliable);
            int[] ids = generation.ids().stream().mapToInt(Integer::intValue).toArray();
            tokens.add(sample.place() + ".generated_ids", ids, Arrays.copyOf(expected, reliable));
            if (reliable == expected.length) {
                texts.add(
                        sample.place() + ".response",
                        generation.text(),
                        sample.at("response").text());
            }
        }

        /// The harness leaves room for the answer and drops the beginning of what is too long.
        private int[] context(String text) throws IOException {
            int[] ids = run.reference.tokenizer().encode(text);
            int room = run.maxLength - run.maxNew;
            return ids.length > room ? Arrays.copyOfRange(ids, ids.length - room, ids.length) : ids;
        }

        private Generation generate(OracleNode request, int[] context, int tokens) throws IOException {
            List<String> until = request.at("generation_kwargs").at("until").texts();
            return new Generator(run.reference.model(), run.reference.tokenizer())
                    .generate(
                            context, GenerationConfig.greedy(tokens).withStop(until), run.adapter, TokenListener.NONE);
        }

        void report() {
            if (count > 0) {
                cases.equal("tokens of contexts", contexts);
                cases.equal("generated tokens", tokens);
                cases.equal("generated texts", texts);
            }
        }
    }
}
