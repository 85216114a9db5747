package io.graft.engine.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.ChatTemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Templates that are rendered with the same conversation and variables: their text, or Python's word on why not.
final class TemplateCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cases cases;
    private final Mismatches texts = new Mismatches();
    private final Mismatches refusals = new Mismatches();

    TemplateCheck(Cases cases) {
        this.cases = cases;
    }

    void run(Path folder) throws IOException {
        OracleNode recorded = OracleNode.read(folder.resolve("templates.json"));
        Map<String, String> tokens = JSON.convertValue(recorded.at("tokens").node(), new TypeReference<>() {});
        List<Map<String, Object>> messages = new ArrayList<>();
        for (OracleNode message : recorded.at("messages").items()) {
            messages.add(map(message));
        }
        for (OracleNode one : recorded.at("cases").items()) {
            Map<String, Object> variables = new HashMap<>(map(recorded.at("variables")));
            if (one.find("tools").isPresent()) {
                variables.put("tools", JSON.convertValue(one.at("tools").node(), Object.class));
            }
            ChatTemplate template = new ChatTemplate(one.at("template").text(), tokens);
            String title = one.at("title").text();
            if (one.find("error").isPresent()) {
                refusal(title, one.at("error").text(), () -> template.render(messages, variables));
            } else {
                texts.add(
                        title,
                        text(() -> template.render(messages, variables)),
                        one.at("text").text());
            }
        }
        cases.equal("templates", texts);
        cases.equal("refused templates", refusals);
    }

    @FunctionalInterface
    private interface Rendering {
        String text();
    }

    private static String text(Rendering rendering) {
        try {
            return rendering.text();
        } catch (ChatTemplateException e) {
            return "refused: " + e.getMessage();
        }
    }

    private void refusal(String title, String expected, Rendering rendering) {
        try {
            refusals.add(title, "the text " + rendering.text(), expected);
        } catch (ChatTemplateException e) {
            String told = String.valueOf(e.getMessage());
            refusals.add(title, told.contains(expected) ? expected : told, expected);
        }
    }

    private static Map<String, Object> map(OracleNode node) {
        return JSON.convertValue(node.node(), new TypeReference<>() {});
    }
}
