package io.graft.engine.tokenizer;

import io.graft.engine.jinja.Arguments;
import io.graft.engine.jinja.Invocable;
import io.graft.engine.jinja.Template;
import io.graft.engine.jinja.TemplateException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns a conversation into the text that a model was trained on: the Jinja template of its tokenizer, with the
/// functions and variables that `apply_chat_template` of transformers gives it.
public final class ChatTemplate {

    private static final Pattern GENERATION_BLOCK = Pattern.compile("\\{%[-+]?\\s*generation\\s*[-+]?%\\}");

    private static final String GENERATION = "generation";

    /// Stands after the message that is to be continued; the space shows whether the template trims
    /// messages.
    private static final String CONTINUED = "GRAFT_CONTINUES_THE_MESSAGE_HERE ";

    private final String source;
    private final Map<String, String> tokens;
    private final Clock clock;
    private volatile @Nullable Template template;

    /// What stands after the last message.
    public enum Ending {
        /// The start of the assistant's turn, for it to go on.
        GENERATION_PROMPT,
        /// Nothing: the conversation is complete.
        COMPLETE
    }

    /// @param source the template
    /// @param tokens special tokens that it may use, such as `bos_token`
    public ChatTemplate(String source, Map<String, String> tokens) {
        this(source, tokens, Clock.system(ZoneId.systemDefault()));
    }

    /// @param clock what `strftime_now` tells
    public ChatTemplate(String source, Map<String, String> tokens, Clock clock) {
        this.source = source;
        this.tokens = Map.copyOf(tokens);
        this.clock = clock;
    }

    /// @throws ChatTemplateException if the template refuses the conversation
    public String render(List<ChatMessage> messages, Ending ending) {
        return render(messages, ending, Map.of());
    }

    /// @param more variables of the template's own, such as `enable_thinking`
    public String render(List<ChatMessage> messages, Ending ending, Map<String, ?> more) {
        Map<String, Object> variables = new HashMap<>(more);
        variables.put("add_generation_prompt", ending == Ending.GENERATION_PROMPT);
        return render(messages.stream().map(ChatTemplate::map).toList(), variables);
    }

    /// Renders messages with any fields that the template knows, such as `tool_calls` or a list as content.
    ///
    /// @param more variables of the template's own, such as `tools`, and `add_generation_prompt`
    /// @throws ChatTemplateException if the template refuses the conversation
    public String render(List<? extends Map<String, ?>> messages, Map<String, ?> more) {
        return render(messages, more, Map.of());
    }

    private String render(
            List<? extends Map<String, ?>> messages, Map<String, ?> more, Map<String, UnaryOperator<String>> marks) {
        Map<String, @Nullable Object> variables = new HashMap<>(tokens);
        variables.put("tools", null); // transformers defines these, whether they are given or not
        variables.put("documents", null);
        variables.put("add_generation_prompt", false);
        variables.put("raise_exception", (Invocable) ChatTemplate::refuse);
        variables.put("strftime_now", (Invocable) this::now);
        variables.putAll(more);
        variables.put("messages", messages);
        try {
            return template().render(variables, marks);
        } catch (TemplateException e) {
            throw new ChatTemplateException("chat template, line " + e.line() + ": " + e.getMessage(), e);
        }
    }

    /// Read when it is needed first: whoever never renders a conversation need not have a good template.
    private Template template() {
        Template known = template;
        if (known == null) {
            known = Template.of(source, Set.of(GENERATION));
            template = known;
        }
        return known;
    }

    private static Object refuse(Arguments arguments) {
        throw new ChatTemplateException(arguments.text("raise_exception"));
    }

    private Object now(Arguments arguments) {
        return Strftime.format(arguments.text("strftime_now"), LocalDateTime.now(clock));
    }

    /// Renders a conversation whose last message is to be continued: the text ends with it, and what the
    /// template puts after it is left out, as with `continue_final_message` of transformers.
    ///
    /// @throws ChatTemplateException also if the template does not write the whole message
    public String renderContinued(List<? extends Map<String, ?>> messages, Map<String, ?> more) {
        if (messages.isEmpty() || !(messages.getLast().get("content") instanceof String content)) {
            throw new ChatTemplateException("the last message must have a text to continue");
        }
        Map<String, Object> marked = new LinkedHashMap<>(messages.getLast());
        marked.put("content", content + CONTINUED);
        List<Map<String, ?>> all = new ArrayList<>(messages.subList(0, messages.size() - 1));
        all.add(marked);
        String text = render(all, more);
        int end = text.lastIndexOf(CONTINUED.strip());
        if (end < 0 || !text.contains(content.strip())) {
            throw new ChatTemplateException(
                    "the template leaves out the message that is to be continued, or a part of it");
        }
        boolean trimmed = !text.startsWith(CONTINUED, end);
        return trimmed ? text.substring(0, end).stripTrailing() : text.substring(0, end);
    }

    /// Whether the template says itself what the assistant says: with `{% generation %}` blocks.
    public boolean marksGeneration() {
        return GENERATION_BLOCK.matcher(source).find();
    }

    /// A complete conversation, and what of it lies in `{% generation %}` blocks.
    public MarkedText renderMarked(List<ChatMessage> messages) {
        return renderMarked(messages.stream().map(ChatTemplate::map).toList(), Map.of());
    }

    /// The same for messages with any fields.
    public MarkedText renderMarked(List<? extends Map<String, ?>> messages, Map<String, ?> more) {
        if (GenerationMarks.marked(messages.toString())) {
            throw new ChatTemplateException("a message holds U+E0F0 or U+E0F1, which are used as marks here");
        }
        return GenerationMarks.take(render(messages, more, Map.of(GENERATION, GenerationMarks::around)));
    }

    private static Map<String, String> map(ChatMessage message) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("role", message.role());
        map.put("content", message.content());
        return map;
    }
}
