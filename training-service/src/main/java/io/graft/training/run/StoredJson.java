package io.graft.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ContractJson;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Records as the text of a `jsonb` column.
final class StoredJson {

    private StoredJson() {}

    static String write(Object value) {
        try {
            return ContractJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable String writeOrNull(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return ContractJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> @Nullable T readOrNull(@Nullable String json, Class<T> type) {
        return json == null ? null : read(json, type);
    }
}
