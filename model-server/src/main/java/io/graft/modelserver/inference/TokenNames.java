package io.graft.modelserver.inference;

import io.graft.engine.tokenizer.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// How tokens are told to callers.
record TokenNames(Tokenizer tokenizer) {

    /// The text of a token; bytes that are no character by themselves are spelled as `\xNN`, as OpenAI does.
    String name(int id) {
        ByteBuffer bytes = ByteBuffer.wrap(tokenizer.bytes(id));
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        StringBuilder name = new StringBuilder();
        while (bytes.hasRemaining()) {
            CoderResult result = decoder.reset().decode(bytes, text, true);
            name.append(text.flip());
            text.clear();
            for (int i = 0; result.isError() && i < result.length(); i++) {
                name.append("\\x%02x".formatted(bytes.get()));
            }
        }
        return name.toString();
    }

    /// The bytes of a token, each from 0 to 255.
    List<Integer> bytes(int id) {
        byte[] bytes = tokenizer.bytes(id);
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> Byte.toUnsignedInt(bytes[i]))
                .toList();
    }

    /// Characters (code points) that begin in a token; none in the one that starts every text and is no part of it.
    int characters(int id) {
        if (tokenizer.beginning().equals(OptionalInt.of(id))) {
            return 0;
        }
        return (int) bytes(id).stream().filter(value -> (value & 0xc0) != 0x80).count();
    }
}
