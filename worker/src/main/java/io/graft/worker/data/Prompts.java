package io.graft.worker.data;

import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.worker.data.TrainingRow.Labelled;
import io.graft.worker.data.TrainingRow.Messages;
import io.graft.worker.data.TrainingRow.PromptCompletion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns rows into what the model is given and what it is to answer, the same way in training and in
/// benchmarks, and as a served request does: a label is the assistant's answer to the text as the user's
/// message.
public final class Prompts {

    private final String model;
    private final Tokenizer tokenizer;

    public Prompts(String model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    public Pair of(TrainingRow row) {
        return switch (row) {
            case Labelled(String text, String label) -> chat(List.of(ChatMessage.user(text)), label);
            case Messages(List<ChatMessage> messages) ->
                chat(
                        messages.subList(0, messages.size() - 1),
                        messages.getLast().content());
            case PromptCompletion(String prompt, String completion) ->
                new Pair(tokenizer.encode(prompt), plain(completion));
        };
    }

    /// The answer and the end of the assistant's turn, but nothing that the template puts between turns.
    private Pair chat(List<ChatMessage> asked, String answer) {
        ChatTemplate template = tokenizer
                .chatTemplate()
                .orElseThrow(() -> new IllegalArgumentException(
                        "base model " + model + " has no chat template, which this kind of data set needs"));
        String prompt = template.render(asked, ChatTemplate.Ending.GENERATION_PROMPT);
        List<ChatMessage> whole = new ArrayList<>(asked);
        whole.add(ChatMessage.assistant(answer));
        String conversation = template.render(whole, ChatTemplate.Ending.COMPLETE);
        if (!conversation.startsWith(prompt)) {
            throw new IllegalArgumentException("the chat template of base model " + model
                    + " renders an answered conversation otherwise than the question, so the answer cannot be told");
        }
        String completion = conversation.substring(prompt.length()).stripTrailing();
        return new Pair(tokenizer.encodePlain(prompt), tokenizer.encodePlain(completion));
    }

    private int[] plain(String completion) {
        int[] ids = tokenizer.encodePlain(completion);
        if (tokenizer.end().isEmpty()) {
            return ids;
        }
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = tokenizer.end().getAsInt();
        return ended;
    }
}
