package io.graft.worker.data;

import io.graft.engine.training.Example;
import java.util.Arrays;

/// A question and its answer as tokens.
public final class Pair {

    private final int[] prompt;
    private final int[] answer;

    /// @param answer at least one token
    public Pair(int[] prompt, int[] answer) {
        if (answer.length == 0) {
            throw new IllegalArgumentException("an answer must have at least one token");
        }
        this.prompt = prompt.clone();
        this.answer = answer.clone();
    }

    public int[] prompt() {
        return prompt.clone();
    }

    public int[] answer() {
        return answer.clone();
    }

    public int length() {
        return prompt.length + answer.length;
    }

    /// The same in at most so many tokens: the prompt loses its beginning; only an answer that is too
    /// long even with one token of prompt loses its end.
    public Pair cut(int maxLength) {
        if (length() <= maxLength) {
            return this;
        }
        int keptPrompt = Math.min(prompt.length, Math.max(1, maxLength - answer.length));
        int keptAnswer = Math.min(answer.length, maxLength - keptPrompt);
        return new Pair(
                Arrays.copyOfRange(prompt, prompt.length - keptPrompt, prompt.length),
                Arrays.copyOf(answer, keptAnswer));
    }

    /// To measure the answer alone.
    public Example completion() {
        return Example.completion(prompt, answer);
    }
}
