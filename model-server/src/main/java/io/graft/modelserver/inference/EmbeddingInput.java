package io.graft.modelserver.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.ModelServerConfig.Embeddings;
import io.graft.modelserver.base.BaseModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the `input` of an embedding request: a text, a list of texts, a list of token ids, or a list of such lists.
record EmbeddingInput(BaseModel.Loaded base, Embeddings limits) {

    private static final String FIELD = "input";

    /// The tokens of each text.
    ///
    /// @throws Problem.Invalid naming the place of what is wrong: `input[3]`
    List<int[]> read(@Nullable JsonNode input) {
        if (input == null || !(input.isTextual() || input.isArray())) {
            throw wrong(FIELD, "must be a text, a list of texts, a list of token ids, or a list of such lists");
        }
        if (input.isTextual() || input.path(0).isNumber()) {
            return within(List.of(one(input, FIELD)));
        }
        if (input.isEmpty() || input.size() > limits.maxInputs()) {
            throw wrong(FIELD, "must hold 1 to " + limits.maxInputs() + " texts, holds " + input.size());
        }
        List<int[]> texts = new ArrayList<>();
        for (JsonNode text : input) {
            String place = FIELD + "[" + texts.size() + "]";
            if (text.isTextual() != input.path(0).isTextual() || !(text.isTextual() || text.isArray())) {
                throw wrong(place, "must be a text, or a list of token ids, as all of them");
            }
            texts.add(one(text, place));
        }
        return within(texts);
    }

    private int[] one(JsonNode text, String place) {
        int[] ids = text.isTextual() ? base.tokenizer().encode(text.textValue()) : tokens(text, place);
        if (ids.length == 0 || (text.isTextual() && text.textValue().isEmpty())) {
            throw wrong(place, "must not be empty");
        }
        if (ids.length > base.positions()) {
            throw wrong(
                    place,
                    "takes " + ids.length + " tokens, must take at most the " + base.positions()
                            + " that the model reads");
        }
        return ids;
    }

    private int[] tokens(JsonNode list, String place) {
        int vocabulary = base.model().config().vocabularySize();
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = list.path(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= vocabulary) {
                throw wrong(place + "[" + i + "]", "must be a token id from 0 to " + (vocabulary - 1) + ", is " + id);
            }
            ids[i] = id.intValue();
        }
        return ids;
    }

    private List<int[]> within(List<int[]> texts) {
        long tokens = texts.stream().mapToLong(ids -> ids.length).sum();
        if (tokens > limits.maxTokens()) {
            throw wrong(FIELD, "takes " + tokens + " tokens, must take at most " + limits.maxTokens() + " in all");
        }
        return texts;
    }

    private static Problem.Invalid wrong(String field, String message) {
        return Problem.Invalid.of(field, message);
    }
}
