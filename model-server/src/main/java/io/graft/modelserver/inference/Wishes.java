package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import io.graft.contracts.inference.OpenAiApi.CompletionRequest;
import io.graft.contracts.inference.OpenAiApi.Message;
import io.graft.contracts.inference.OpenAiApi.SamplingFields;
import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.Penalties;
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
        requireLogprobs(request);
        int tokens = limit == null ? config.defaultMaxTokens() : limit;
        return new Wish(
                "chat", served, prompt, drawn(tokens, request.sampling(), request.stop(), request.topLogprobs()));
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
        int tokens = limit == null ? COMPLETION_TOKENS : limit;
        return new Wish(
                "text_completion",
                served,
                prompt,
                drawn(tokens, request.sampling(), request.stop(), request.logprobs()));
    }

    private GenerationConfig drawn(
            int maxTokens, SamplingFields fields, @Nullable List<String> stop, @Nullable Integer alternatives) {
        try {
            Sampling sampling = new Sampling(
                    orElse(fields.temperature(), config.defaultTemperature()),
                    fields.topK() == null || fields.topK() == -1 ? 0 : fields.topK(),
                    orElse(fields.topP(), 1),
                    orElse(fields.minP(), 0),
                    fields.seed() == null ? random.nextLong() : fields.seed());
            Penalties penalties = new Penalties(
                    orElse(fields.repetitionPenalty(), 1),
                    orElse(fields.presencePenalty(), 0),
                    orElse(fields.frequencyPenalty(), 0));
            return GenerationConfig.of(maxTokens, sampling)
                    .withPenalties(penalties)
                    .withStop(stop == null ? List.of() : stop)
                    .withAlternatives(alternatives == null ? 0 : alternatives);
        } catch (IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage());
            int space = said.indexOf(' '); // the engine's sentence begins with the field's name
            throw Problem.Invalid.of(said.substring(0, Math.max(space, 0)), said.substring(space + 1));
        }
    }

    private static double orElse(@Nullable Double given, double otherwise) {
        return given == null ? otherwise : given;
    }

    private static void requireLogprobs(ChatRequest request) {
        if (request.topLogprobs() != null && !Boolean.TRUE.equals(request.logprobs())) {
            throw Problem.Invalid.of("top_logprobs", "must be absent unless logprobs is true");
        }
    }

    private static void requireLogprobs(CompletionRequest request) {
        Integer top = request.logprobs();
        if (top != null && (top < 0 || top > GenerationConfig.MOST_ALTERNATIVES)) {
            throw Problem.Invalid.of(
                    "logprobs", "must be from 0 to " + GenerationConfig.MOST_ALTERNATIVES + ", is " + top);
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
