package io.graft.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Damages a valid file in ways that accidents and attackers do. Same seed, same damage.
public final class Mutations {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "2",
            "4",
            "7",
            "2147483647",
            "2147483648",
            "4294967296",
            "4611686018427387904",
            "9223372036854775807",
            "9223372036854775808",
            "1e3",
            "1.5",
            "null",
            "\"1\"",
            "[]",
            "{}",
            "[[[[",
            "true");
    private static final List<String> TEXTS =
            List.of("\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "F16", "../", "\u00e4", "\ud83d\ude00");

    private final RandomGenerator random;
    private final List<UnaryOperator<byte[]>> kinds;

    public Mutations(RandomGenerator random) {
        this.random = random;
        this.kinds = List.of(
                this::flipBit,
                this::setByte,
                this::cut,
                this::grow,
                this::remove,
                this::repeat,
                this::number,
                this::text,
                this::length);
    }

    /// One to four damages to a copy.
    public byte[] damage(byte[] valid) {
        byte[] bytes = valid.clone();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count && bytes.length > 0; i++) {
            bytes = kinds.get(random.nextInt(kinds.size())).apply(bytes);
        }
        return bytes;
    }

    private byte[] flipBit(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private byte[] setByte(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        return bytes;
    }

    private byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    private byte[] grow(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
    }

    private byte[] remove(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(16));
        return join(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private byte[] repeat(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(64));
        return join(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /// Replaces a number in the text by one that is awkward.
    private byte[] number(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
        if (numbers.isEmpty()) {
            return bytes;
        }
        MatchResult place = numbers.get(random.nextInt(numbers.size()));
        String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return (text.substring(0, place.start()) + number + text.substring(place.end()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Inserts a piece of text.
    private byte[] text(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        byte[] piece = TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
        return join(join(Arrays.copyOf(bytes, at), piece), Arrays.copyOfRange(bytes, at, bytes.length));
    }

    /// Makes the first eight bytes, the length of a safetensors header, fit the file again or lie by a little.
    private byte[] length(byte[] bytes) {
        if (bytes.length >= 8) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(0, buffer.getLong(0) + random.nextInt(33) - 16);
        }
        return bytes;
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
