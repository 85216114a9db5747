package io.graft.engine.dataset;

import io.graft.engine.dataset.Row.Labelled;
import io.graft.engine.dataset.Row.Messages;
import io.graft.engine.dataset.Row.PromptCompletion;
import io.graft.engine.dataset.Row.Text;
import io.graft.engine.dataset.Row.Turns;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.Tokenizer;
import java.util.List;
import java.util.stream.Stream;

/// Turns rows into tokens as TRL's `SFTTrainer` does: texts and completions end with the end token,
/// conversations are rendered by the model's chat template, and a completion starts where the prompt's
/// tokens and the whole's part.
final class Encoder {

    private final Tokenizer tokenizer;
    private final LossOn lossOn;

    Encoder(Tokenizer tokenizer, LossOn lossOn) {
        this.tokenizer = tokenizer;
        this.lossOn = lossOn;
    }

    /// @throws IllegalArgumentException if this kind of row does not go with the kind of loss, or the chat
    ///         template refuses the conversation
    Encoded encode(Row row) {
        return switch (row) {
            case Text(String text) -> whole(ended(text));
            case PromptCompletion(String prompt, String completion) -> completed(prompt, completion);
            case Messages(List<ChatMessage> messages) -> messages(messages);
            case Turns(List<ChatMessage> prompt, List<ChatMessage> completion) -> turns(prompt, completion);
            case Labelled(String text, String label) ->
                turns(List.of(ChatMessage.user(text)), List.of(ChatMessage.assistant(label)));
        };
    }

    private Encoded whole(String text) {
        refuse(LossOn.COMPLETION, "completion_only_loss needs rows with prompt and completion, this one has a text");
        refuse(LossOn.ASSISTANT, "assistant_only_loss needs rows with messages, this one has a text");
        return Encoded.whole(tokenizer.encode(text));
    }

    private Encoded completed(String prompt, String completion) {
        refuse(LossOn.ASSISTANT, "assistant_only_loss needs rows with messages, this one has a text as prompt");
        Encoded whole = Encoded.whole(tokenizer.encode(prompt + ended(completion)));
        return lossOn == LossOn.EVERYTHING ? whole : whole.from(common(tokenizer.encode(prompt), whole.ids()));
    }

    private Encoded messages(List<ChatMessage> messages) {
        refuse(
                LossOn.COMPLETION,
                "completion_only_loss needs rows with prompt and completion, this one has messages;"
                        + " assistant_only_loss is for those");
        Conversation conversation = new Conversation(tokenizer);
        return lossOn == LossOn.ASSISTANT
                ? conversation.assistantOnly(messages)
                : Encoded.whole(conversation.ids(messages));
    }

    private Encoded turns(List<ChatMessage> prompt, List<ChatMessage> completion) {
        Conversation conversation = new Conversation(tokenizer);
        List<ChatMessage> all =
                Stream.concat(prompt.stream(), completion.stream()).toList();
        if (lossOn == LossOn.EVERYTHING) {
            return Encoded.whole(conversation.ids(all));
        }
        Encoded whole =
                lossOn == LossOn.ASSISTANT ? conversation.assistantOnly(all) : Encoded.whole(conversation.ids(all));
        return whole.from(common(conversation.promptIds(prompt), whole.ids()));
    }

    private String ended(String text) {
        String end = tokenizer.endText().orElse("");
        return text.endsWith(end) ? text : text + end;
    }

    private void refuse(LossOn refused, String reason) {
        if (lossOn == refused) {
            throw new IllegalArgumentException(reason);
        }
    }

    /// Tokens that both begin with.
    private static int common(int[] prompt, int[] whole) {
        int mismatch = java.util.Arrays.mismatch(prompt, whole);
        return mismatch < 0 ? whole.length : mismatch;
    }
}
