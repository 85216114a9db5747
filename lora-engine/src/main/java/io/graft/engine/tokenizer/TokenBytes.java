package io.graft.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The bytes that each token of a vocabulary stands for, as the `decoder` of `tokenizer.json` writes single tokens: a
/// character may be spread over several tokens, so that only their bytes together are text.
///
/// What a decoder does to a text as a whole, such as taking away the space at its start, is left out.
final class TokenBytes {

    /// GPT-2's alphabet: a printable byte stands for itself, each other one for a character from this one on.
    private static final int FIRST_SUBSTITUTE = 256;

    private static final Map<Integer, Integer> ALPHABET = alphabet();

    /// Far more than any vocabulary has: a file with a larger id does not make this one large.
    private static final int MOST_IDS = 1 << 24;

    private final byte[] all;
    private final int[] ends; // [ids], where the bytes of a token end in `all`; they begin where its predecessor's end

    private TokenBytes(byte[] all, int[] ends) {
        this.all = all;
        this.ends = ends;
    }

    /// @param tokenizer the content of `tokenizer.json`
    /// @param fallback  ids of tokens such as `<0xE2>`, which stand for one byte
    static TokenBytes of(JsonNode tokenizer, Set<Integer> fallback) {
        Map<Integer, String> tokens = new HashMap<>();
        Vocabulary.tokens(tokenizer).forEach((token, id) -> tokens.put(id, token));
        Vocabulary.added(tokenizer).forEach((token, id) -> tokens.put(id, token));
        Rules rules = Rules.of(tokenizer.path("decoder"));
        int size = tokens.keySet().stream()
                .filter(id -> id < MOST_IDS)
                .mapToInt(id -> id + 1)
                .max()
                .orElse(0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] ends = new int[size];
        for (int id = 0; id < size; id++) {
            String token = tokens.getOrDefault(id, "");
            all.writeBytes(fallback.contains(id) ? oneByte(token) : rules.bytes(token));
            ends[id] = all.size();
        }
        return new TokenBytes(all.toByteArray(), ends);
    }

    /// The bytes of a token; none for an id that the vocabulary lacks.
    byte[] of(int id) {
        if (id < 0 || id >= ends.length) {
            return new byte[0];
        }
        return Arrays.copyOfRange(all, id == 0 ? 0 : ends[id - 1], ends[id]);
    }

    /// @param token as `<0xE2>`
    private static byte[] oneByte(String token) {
        return new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)};
    }

    private static Map<Integer, Integer> alphabet() {
        Map<Integer, Integer> bytes = new HashMap<>();
        int substitute = FIRST_SUBSTITUTE;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xa1 && value != 0xad);
            bytes.put(printable ? value : substitute++, value);
        }
        return Map.copyOf(bytes);
    }

    /// What the decoder does to a single token.
    ///
    /// @param byteLevel    whether its characters are GPT-2's alphabet for bytes
    /// @param replacements what is written for a part of it, in this order
    private record Rules(boolean byteLevel, List<Replacement> replacements) {

        record Replacement(String part, String text) {}

        static Rules of(JsonNode decoder) {
            List<Replacement> replacements = new ArrayList<>();
            boolean byteLevel = false;
            for (JsonNode step : decoder.has("decoders") ? decoder.path("decoders") : List.of(decoder)) {
                switch (step.path("type").asText()) {
                    case "ByteLevel" -> byteLevel = true;
                    case "Metaspace" ->
                        replacements.add(
                                new Replacement(step.path("replacement").asText("▁"), " "));
                    case "Replace" -> {
                        JsonNode pattern = step.path("pattern").path("String");
                        replacements.add(new Replacement(
                                pattern.asText(), step.path("content").asText()));
                    }
                    default -> {} // joins tokens, or changes the text's ends
                }
            }
            replacements.removeIf(replacement -> replacement.part.isEmpty());
            return new Rules(byteLevel, List.copyOf(replacements));
        }

        byte[] bytes(String token) {
            String text = token;
            for (Replacement replacement : replacements) {
                text = text.replace(replacement.part, replacement.text);
            }
            boolean spelled = byteLevel && text.codePoints().allMatch(ALPHABET::containsKey);
            return spelled ? spelled(text) : text.getBytes(StandardCharsets.UTF_8);
        }

        private static byte[] spelled(String text) {
            byte[] bytes = new byte[text.length()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ALPHABET.getOrDefault((int) text.charAt(i), 0).intValue();
            }
            return bytes;
        }
    }
}
