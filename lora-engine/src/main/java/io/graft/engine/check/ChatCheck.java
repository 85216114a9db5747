package io.graft.engine.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.ChatTemplateException;
import io.graft.engine.tokenizer.MarkedText;
import io.graft.engine.tokenizer.TokenSpans;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Conversations rendered by a chat template: text, token ids, refusals, which tokens the assistant wrote.
final class ChatCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tokenizer tokenizer;
    private final Cases cases;
    private final Mismatches texts = new Mismatches();
    private final Mismatches ids = new Mismatches();
    private final Mismatches refusals = new Mismatches();
    private final Mismatches masks = new Mismatches();
    private boolean refused;
    private boolean masked;

    ChatCheck(Tokenizer tokenizer, Cases cases) {
        this.tokenizer = tokenizer;
        this.cases = cases;
    }

    void run(List<OracleNode> chats) throws IOException {
        ChatTemplate template = tokenizer
                .chatTemplate()
                .orElseThrow(() -> new IllegalArgumentException("the tokenizer has no chat template"));
        for (OracleNode chat : chats) {
            if (chat.find("error").isPresent()) {
                refused = true;
                refusal(template, chat);
            } else {
                rendered(template, chat);
            }
        }
        cases.equal("chats", texts);
        cases.equal("chat ids", ids);
        if (refused) {
            cases.equal("refused chats", refusals);
        }
        if (masked) {
            cases.equal("assistant masks", masks);
        }
    }

    private void rendered(ChatTemplate template, OracleNode chat) throws IOException {
        String expected = chat.at("text").text();
        texts.add(title(chat), render(template, chat), expected);
        Optional<OracleNode> tokens = chat.find("ids");
        if (tokens.isPresent()) {
            ids.add(title(chat), tokenizer.encodePlain(expected), tokens.get().integers());
        }
        Optional<OracleNode> mask = chat.find("assistant_mask");
        if (mask.isPresent()) {
            mask(template, chat, mask.get().integers());
        }
    }

    /// Which tokens the assistant wrote: 1, otherwise 0.
    private void mask(ChatTemplate template, OracleNode chat, int[] expected) throws IOException {
        masked = true;
        MarkedText marked = template.renderMarked(messages(chat), variables(chat));
        TokenSpans tokens = tokenizer.encodeSpans(marked.text());
        boolean[] flags = new boolean[tokens.ids().length];
        marked.spans().forEach(span -> tokens.mark(span, flags));
        int[] actual =
                IntStream.range(0, flags.length).map(i -> flags[i] ? 1 : 0).toArray();
        masks.add(title(chat), actual, expected);
    }

    private void refusal(ChatTemplate template, OracleNode chat) throws IOException {
        String expected = chat.at("error").text();
        boolean goesOn = goesOn(chat);
        try {
            refusals.add(title(chat), "the text " + text(template, chat), expected);
        } catch (ChatTemplateException e) {
            // what cannot be continued is refused by the library, not in the template's words
            boolean told = goesOn || String.valueOf(e.getMessage()).contains(expected);
            refusals.add(title(chat), told ? expected : String.valueOf(e.getMessage()), expected);
        }
    }

    /// What the engine renders, or its word on why it does not.
    private static String render(ChatTemplate template, OracleNode chat) throws IOException {
        try {
            return text(template, chat);
        } catch (ChatTemplateException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static String text(ChatTemplate template, OracleNode chat) throws IOException {
        return goesOn(chat)
                ? template.renderContinued(messages(chat), variables(chat))
                : template.render(messages(chat), variables(chat));
    }

    private static boolean goesOn(OracleNode chat) throws IOException {
        return chat.find("continue_final_message").isPresent()
                && chat.at("continue_final_message").flag();
    }

    private static List<Map<String, Object>> messages(OracleNode chat) throws IOException {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (OracleNode message : chat.at("messages").items()) {
            messages.add(map(message.node()));
        }
        return messages;
    }

    private static Map<String, Object> variables(OracleNode chat) throws IOException {
        Map<String, Object> variables =
                chat.find("kwargs").isPresent() ? map(chat.at("kwargs").node()) : map(JSON.createObjectNode());
        boolean prompt = chat.find("add_generation_prompt").isPresent()
                && chat.at("add_generation_prompt").flag();
        variables.put("add_generation_prompt", prompt);
        return variables;
    }

    private static Map<String, Object> map(JsonNode node) {
        return JSON.convertValue(node, new TypeReference<>() {});
    }

    private static String title(OracleNode chat) throws IOException {
        return chat.place()
                + (chat.find("title").isPresent() ? " " + chat.at("title").text() : "");
    }
}
