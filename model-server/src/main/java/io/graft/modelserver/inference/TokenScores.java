package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.Logprobs;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How likely the tokens of a text were, and which ones were likelier: the `logprobs` of a completion.
final class TokenScores {

    /// Tokens that go through the model together; bounds the memory for their logits.
    private static final int CHUNK = 32;

    private final Served served;
    private final int top;
    private final List<String> tokens = new ArrayList<>();
    private final List<@Nullable Double> logprobs = new ArrayList<>();
    private final List<@Nullable Map<String, Double>> alternatives = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private int offset;

    private TokenScores(Served served, int top) {
        this.served = served;
        this.top = top;
    }

    /// @param ids  prompt and answer
    /// @param from the first token to tell about; the very first token of all has no likelihood
    /// @param top  alternatives per token
    static Logprobs of(Served served, int[] ids, int from, int top) {
        TokenScores scores = new TokenScores(served, top);
        if (from == 0) {
            scores.add(ids[0], null, null);
        }
        Session session = served.base().model().session(served.adapter());
        for (int at = 0; at < ids.length - 1; at += CHUNK) {
            int count = Math.min(CHUNK, ids.length - 1 - at);
            Matrix logits = session.appendAll(Arrays.copyOfRange(ids, at, at + count));
            for (int row = 0; row < count; row++) {
                if (at + row + 1 >= from) {
                    scores.add(ids[at + row + 1], logits, row);
                }
            }
        }
        return new Logprobs(scores.tokens, scores.logprobs, scores.alternatives, scores.offsets);
    }

    private void add(int id, Matrix logits, int row) {
        double normal = logOfSum(logits, row);
        Map<String, Double> likely = new LinkedHashMap<>();
        IntStream.range(0, logits.columns())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer other) -> -logits.get(row, other)))
                .limit(top)
                .forEach(other -> likely.putIfAbsent(text(other), logits.get(row, other) - normal));
        add(id, logits.get(row, id) - normal, top == 0 ? null : likely);
    }

    private void add(int id, @Nullable Double logprob, @Nullable Map<String, Double> likely) {
        String text = text(id);
        tokens.add(text);
        logprobs.add(logprob);
        alternatives.add(likely);
        offsets.add(offset);
        offset += text.length();
    }

    private String text(int id) {
        Tokenizer tokenizer = served.base().tokenizer();
        return tokenizer.decode(id);
    }

    private static double logOfSum(Matrix logits, int row) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.columns(); i++) {
            max = Math.max(max, logits.get(row, i));
        }
        double sum = 0;
        for (int i = 0; i < logits.columns(); i++) {
            sum += Math.exp(logits.get(row, i) - max);
        }
        return max + Math.log(sum);
    }
}
