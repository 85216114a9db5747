package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import io.graft.contracts.inference.OpenAiApi.CompletionRequest;
import io.graft.contracts.inference.OpenAiApi.Message;
import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.Sampling;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.ChatTemplateException;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.ModelServerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Reads requests: fills in what is left open, and refuses what cannot be done, naming the field.
@ApplicationScoped
class Wishes {

    /// What OpenAI's completion takes where the caller sets no limit.
    private static final int COMPLETION_TOKENS = 16;

    private static final int MOST_LOGPROBS = 20;

    private final ServedModels models;
    private final ModelServerConfig config;
    private final RandomGenerator random;

    Wishes(ServedModels models, ModelServerConfig config, RandomGenerator random) {
        this.models = models;
        this.config = config;
        this.random = random;
    }

    Wish of(ChatRequest request) {
        Served served = models.find(request.model());
        int[] prompt = served.base().tokenizer().encodePlain(rendered(served, request.messages()));
        requireRoom("messages", prompt.length, served);
        Integer limit = request.maxCompletionTokens() == null ? request.maxTokens() : request.maxCompletionTokens();
        Drawing drawing = new Drawing(request.temperature(), request.topP(), request.topK(), request.seed());
        int tokens = limit == null ? config.defaultMaxTokens() : limit;
        return new Wish("chat", served, prompt, drawn(tokens, drawing, request.stop()));
    }

    Wish of(CompletionRequest request) {
        Served served = models.find(request.model());
        if (request.prompt() == null || request.prompt().isEmpty()) {
            throw Problem.Invalid.of("prompt", "must be a text that is not empty");
        }
        requireLogprobs(request);
        int[] prompt = served.base().tokenizer().encode(request.prompt());
        boolean echoOnly = Completions.onlyEchoes(request);
        requireRoom("prompt", echoOnly ? prompt.length - 1 : prompt.length, served);
        Integer limit = echoOnly ? Integer.valueOf(1) : request.maxTokens();
        Drawing drawing = new Drawing(request.temperature(), request.topP(), request.topK(), request.seed());
        int tokens = limit == null ? COMPLETION_TOKENS : limit;
        return new Wish("text_completion", served, prompt, drawn(tokens, drawing, request.stop()));
    }

    /// How tokens are drawn, as far as the caller says.
    private record Drawing(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Long seed) {}

    private GenerationConfig drawn(int maxTokens, Drawing drawing, @Nullable List<String> stop) {
        try {
            Sampling sampling = new Sampling(
                    drawing.temperature == null ? config.defaultTemperature() : drawing.temperature,
                    drawing.topK == null || drawing.topK == -1 ? 0 : drawing.topK,
                    drawing.topP == null ? 1 : drawing.topP,
                    0,
                    drawing.seed == null ? random.nextLong() : drawing.seed);
            return GenerationConfig.of(maxTokens, sampling).withStop(stop == null ? List.of() : stop);
        } catch (IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage());
            int space = said.indexOf(' '); // the engine's sentence begins with the field's name
            throw Problem.Invalid.of(said.substring(0, Math.max(space, 0)), said.substring(space + 1));
        }
    }

    private static void requireLogprobs(CompletionRequest request) {
        Integer top = request.logprobs();
        if (top != null && (top < 0 || top > MOST_LOGPROBS)) {
            throw Problem.Invalid.of("logprobs", "must be 0 to " + MOST_LOGPROBS + ", is " + top);
        }
        if (top != null && Boolean.TRUE.equals(request.stream())) {
            throw Problem.Invalid.of("logprobs", "must be absent from a streamed completion");
        }
    }

    private static String rendered(Served served, @Nullable List<Message> messages) {
        ChatTemplate template = served.base()
                .tokenizer()
                .chatTemplate()
                .orElseThrow(() -> new Problem.Conflict(
                        "no_chat_template",
                        "the base model has no chat template: use /v1/completions, or add chat_template.jinja to its"
                                + " folder"));
        try {
            return template.render(turns(messages), ChatTemplate.Ending.GENERATION_PROMPT);
        } catch (ChatTemplateException e) {
            throw Problem.Invalid.of("messages", String.valueOf(e.getMessage()));
        }
    }

    private static List<ChatMessage> turns(@Nullable List<Message> messages) {
        if (messages == null || messages.isEmpty()) {
            throw Problem.Invalid.of("messages", "must hold at least one message {role, content}");
        }
        List<ChatMessage> turns = new ArrayList<>();
        for (Message message : messages) {
            String content = message.content();
            if (message.role() == null || message.role().isBlank()) {
                throw Problem.Invalid.of("messages[" + turns.size() + "].role", "must be system, user or assistant");
            }
            if (content == null) {
                throw Problem.Invalid.of("messages[" + turns.size() + "].content", "must be a text");
            }
            turns.add(new ChatMessage(message.role(), content));
        }
        return turns;
    }

    private static void requireRoom(String field, int tokens, Served served) {
        int positions = served.base().positions();
        if (tokens >= positions) {
            throw Problem.Invalid.of(
                    field,
                    "takes " + tokens + " tokens, must leave room in the " + positions + " that the model reads");
        }
    }
}
