package io.graft.engine.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Text to token ids and back, as `tokenizer.json` of a model folder says. Threads may share it.
public final class Tokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final SpecialTokens special;

    private Tokenizer(HuggingFaceTokenizer tokenizer, SpecialTokens special) {
        this.tokenizer = tokenizer;
        this.special = special;
    }

    /// Loads the tokenizer of a model folder.
    public static Tokenizer load(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.exists(file)) {
            throw new MalformedFileException(folder, "holds no tokenizer.json");
        }
        SpecialTokens special = SpecialTokens.read(folder);
        // Neither truncated nor padded, whatever the file says: a caller decides what is too long.
        Map<String, String> options = Map.of("truncation", "false", "padding", "false", "modelMaxLength", "1000000");
        try {
            return new Tokenizer(HuggingFaceTokenizer.newInstance(file, options), special);
        } catch (RuntimeException e) {
            throw new MalformedFileException(file, "is not a tokenizer: " + e.getMessage(), e);
        }
    }

    /// Loads the tokenizer of a model folder, and makes sure that the model knows its tokens.
    ///
    /// @param vocabularySize of the model
    /// @throws MalformedFileException if tokenizer and model do not belong together
    public static Tokenizer load(Path folder, int vocabularySize) throws IOException {
        Tokenizer tokenizer = load(folder);
        try {
            Vocabulary vocabulary = Vocabulary.read(folder.resolve("tokenizer.json"));
            vocabulary.requireWithin(vocabularySize);
            vocabulary.requireWithin(tokenizer.special.names(), vocabularySize);
            return tokenizer;
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /// Token ids of a text, with the special tokens that the tokenizer adds around it.
    public int[] encode(String text) {
        return ints(tokenizer.encode(text, true, false).getIds());
    }

    /// Token ids of a text alone. Special tokens that are spelled out in it become their ids, as in a
    /// rendered chat.
    public int[] encodePlain(String text) {
        return ints(tokenizer.encode(text, false, false).getIds());
    }

    /// [#encodePlain], and which characters each token stands for.
    public TokenSpans encodeSpans(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] utf16 = Utf16.offsets(text);
        int[] starts = new int[spans.length];
        int[] ends = new int[spans.length];
        for (int i = 0; i < spans.length; i++) {
            starts[i] = spans[i] == null ? 0 : utf16[spans[i].getStart()];
            ends[i] = spans[i] == null ? 0 : utf16[spans[i].getEnd()];
        }
        return new TokenSpans(ints(encoding.getIds()), starts, ends);
    }

    /// The text of tokens, special ones included.
    public String decode(int... ids) {
        return tokenizer.decode(longs(ids), false);
    }

    /// The text of tokens, without special ones.
    public String decodePlain(int... ids) {
        return tokenizer.decode(longs(ids), true);
    }

    /// The UTF-8 bytes that a token stands for; none where the vocabulary lacks the id. Those of a text's tokens
    /// one after another are the text, but for a space at its start that some tokenizers add.
    public byte[] bytes(int id) {
        return special.texts().of(id);
    }

    /// The id of a token that was added to the vocabulary, such as `<|im_end|>`.
    public OptionalInt id(String token) {
        return special.id(token);
    }

    /// Whether a token stands for one byte of a character that the vocabulary lacks. What such tokens say together is
    /// known only when their run is over.
    public boolean isByte(int id) {
        return special.bytes().contains(id);
    }

    /// A special token by its role.
    ///
    /// @param role `bos_token`, `eos_token`, `pad_token` or `unk_token`
    public OptionalInt special(String role) {
        return special.named(role);
    }

    /// The token that starts a sequence.
    public OptionalInt beginning() {
        return special.named("bos_token");
    }

    /// The token that ends a sequence.
    public OptionalInt end() {
        return special.named("eos_token");
    }

    /// The token that ends a sequence, as text.
    public Optional<String> endText() {
        return Optional.ofNullable(special.names().get("eos_token"));
    }

    /// The model's chat template, if it has one.
    public Optional<ChatTemplate> chatTemplate() {
        return special.chatTemplate();
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
