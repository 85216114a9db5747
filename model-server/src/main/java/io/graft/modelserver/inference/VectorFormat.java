package io.graft.modelserver.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.graft.kit.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// How vectors are written: OpenAI's `encoding_format`.
enum VectorFormat {
    FLOAT {
        @Override
        JsonNode write(float[] vector) {
            return JsonNodeFactory.instance.pojoNode(vector);
        }
    },
    BASE64 {
        @Override
        JsonNode write(float[] vector) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(bytes.array()));
        }
    };

    static VectorFormat of(@Nullable String name) {
        return switch (name) {
            case null -> FLOAT;
            case "float" -> FLOAT;
            case "base64" -> BASE64;
            default -> throw Problem.Invalid.of("encoding_format", "must be float or base64, is " + name);
        };
    }

    abstract JsonNode write(float[] vector);
}
