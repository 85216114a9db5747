package io.graft.engine.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Turns a conversation into the text that a model was trained on: the Jinja template of its tokenizer.
public final class ChatTemplate {

    private static final Jinjava JINJA = jinja();
    private static final Pattern GENERATION_BLOCK = Pattern.compile("\\{%-?\\s*generation\\s*-?%}");

    /// Stands after the message that is to be continued; the space shows whether the template trims
    /// messages.
    private static final String CONTINUED = "<<graft: to be continued>> ";

    private final String source;
    private final Map<String, String> tokens;

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
        this.source = JinjaPrecedence.explicit(withoutLastNewline(source));
        this.tokens = Map.copyOf(tokens);
    }

    /// Jinja drops one newline at the end of a template.
    private static String withoutLastNewline(String source) {
        return source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    }

    private static Jinjava jinja() {
        JinjavaConfig config = JinjavaConfig.newBuilder()
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withUseNaturalOperatorPrecedence(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withAllowAdjacentTextNodes(true)
                        .withKeepNullableLoopValues(true)
                        .withEvaluateMapKeys(true)
                        .build())
                .withElResolver(new PythonMethods())
                .withMaxOutputSize(16L << 20)
                .build();
        Jinjava jinja = new Jinjava(config);
        jinja.getGlobalContext()
                .registerFunction(new ELFunctionDefinition(
                        "", "raise_exception", ChatTemplate.class, "raiseException", String.class));
        jinja.getGlobalContext().registerTag(new GenerationTag());
        jinja.getGlobalContext().registerFilter(new ToJsonFilter());
        jinja.getGlobalContext().registerFilter(new ItemsFilter());
        return jinja;
    }

    /// What templates call to refuse a conversation; public because the template engine calls it.
    public static String raiseException(String message) {
        throw new ChatTemplateException(message);
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
        Map<String, Object> variables = new HashMap<>(tokens);
        variables.putAll(more);
        variables.put("messages", messages);
        RenderResult result = JINJA.renderForResult(source, variables);
        if (result.hasErrors()) {
            throw new ChatTemplateException(
                    result.getErrors().stream().map(ChatTemplate::told).collect(Collectors.joining("; ")));
        }
        return result.getOutput();
    }

    /// Renders a conversation whose last message is to be continued: the text ends with it, and what the
    /// template puts after it is left out, as with `continue_final_message` of transformers.
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
        if (end < 0) {
            throw new ChatTemplateException("the template leaves out the message that is to be continued");
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
        if (GenerationTag.marked(messages.toString())) {
            throw new ChatTemplateException("a message holds U+E0F0 or U+E0F1, which are used as marks here");
        }
        Map<String, Object> variables = new HashMap<>(more);
        variables.put(GenerationTag.WANTED, true);
        return GenerationTag.take(render(messages, variables));
    }

    private static Map<String, String> map(ChatMessage message) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("role", message.role());
        map.put("content", message.content());
        return map;
    }

    private static String told(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ChatTemplateException refusal) {
                return String.valueOf(refusal.getMessage());
            }
        }
        return "chat template, line " + error.getLineno() + ": " + error.getMessage();
    }
}
