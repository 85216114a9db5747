package io.graft.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.contracts.ContractJson;
import io.graft.contracts.training.TrainingApi.StartRequest;
import io.graft.kit.problem.Problem;
import java.util.stream.Collectors;

/// Reads the body of a start strictly: a misspelt field or a value of another type must not become a
/// default in silence.
final class StartBody {

    private static final ObjectMapper STRICT = ContractJson.configure(JsonMapper.builder()
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private StartBody() {}

    static StartRequest parse(String body) {
        try {
            StartRequest request = STRICT.readValue(body, StartRequest.class);
            if (request == null) {
                throw new Problem.Malformed("the body must be a JSON object, is null");
            }
            return request;
        } catch (UnrecognizedPropertyException e) {
            throw Problem.Invalid.of(
                    path(e),
                    "is not a field here; known are "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        } catch (MismatchedInputException e) {
            throw Problem.Invalid.of(path(e), "must be " + wanted(e) + ": " + firstLine(e.getOriginalMessage()));
        } catch (JsonProcessingException e) {
            throw new Problem.Malformed("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    /// As the caller wrote it: `config.lora.target_modules[1]`.
    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.startsWith(".") ? path.substring(1) : path.isEmpty() ? "body" : path;
    }

    private static String wanted(MismatchedInputException e) {
        Class<?> type = e.getTargetType();
        if (type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == Double.class) {
            return "a number";
        }
        return type == Boolean.class ? "true or false" : type == String.class ? "text" : "of another type";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
