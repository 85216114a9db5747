package io.graft.worker.data;

import io.graft.engine.dataset.Row;
import io.graft.engine.dataset.Row.Labelled;
import io.graft.engine.dataset.Row.Messages;
import io.graft.engine.dataset.Row.PromptCompletion;
import io.graft.engine.dataset.Row.Text;
import io.graft.engine.dataset.Row.Turns;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Turns rows into what the model is given and what it is to answer, as a served request does: a label is
/// the assistant's answer to the text as the user's message.
public final class Prompts {

    private final String model;
    private final Tokenizer tokenizer;

    public Prompts(String model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /// @throws IllegalArgumentException if the row has no answer
    public Pair of(Row row) {
        return switch (row) {
            case Labelled(String text, String label) -> chat(List.of(ChatMessage.user(text)), label);
            case Messages(List<ChatMessage> messages) -> lastAnswer(messages);
            case Turns(List<ChatMessage> prompt, List<ChatMessage> completion) ->
                lastAnswer(Stream.concat(prompt.stream(), completion.stream()).toList());
            case Text _ -> throw new IllegalArgumentException("a row must have an answer, this one is a text");
            case PromptCompletion(String prompt, String completion) ->
                new Pair(tokenizer.encode(prompt), plain(completion));
        };
    }

    private Pair lastAnswer(List<ChatMessage> messages) {
        if (messages.size() < 2) {
            throw new IllegalArgumentException("messages must be at least two: a question and its answer");
        }
        return chat(messages.subList(0, messages.size() - 1), messages.getLast().content());
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
