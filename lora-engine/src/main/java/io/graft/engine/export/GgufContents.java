package io.graft.engine.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// A small GGUF file as it is on disk, read independently of how it is written.
///
/// @param tensors by name, in the order of the file
public record GgufContents(Map<String, Object> metadata, Map<String, Tensor> tensors) {

    /// One tensor of the file.
    ///
    /// @param shape from the innermost dimension to the outermost
    /// @param type  0 for 32-bit, 1 for 16-bit floats
    @SuppressWarnings("ArrayRecordComponent") // nobody compares tensors
    public record Tensor(int[] shape, int type, byte[] bytes) {

        public String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        public float[] floats() {
            float[] values = new float[bytes.length / 4];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares places
    private record Place(int[] shape, int type, long offset) {}

    public static GgufContents of(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (!ascii(in, 4).equals("GGUF") || in.getInt() != 3) {
            throw new IOException(file + " is no GGUF of version 3");
        }
        long tensors = in.getLong();
        long entries = in.getLong();
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < entries; i++) {
            metadata.put(text(in), value(in));
        }
        Map<String, Place> places = new LinkedHashMap<>();
        for (long i = 0; i < tensors; i++) {
            places.put(text(in), place(in));
        }
        int start = (in.position() + 31) / 32 * 32;
        Map<String, Tensor> read = new LinkedHashMap<>();
        places.forEach((name, place) -> read.put(name, tensor(in, start, place)));
        return new GgufContents(metadata, read);
    }

    private static Tensor tensor(ByteBuffer in, int start, Place place) {
        int elements = 1;
        for (int size : place.shape) {
            elements *= size;
        }
        byte[] bytes = new byte[elements * (place.type == 0 ? 4 : 2)];
        in.get(start + Math.toIntExact(place.offset), bytes);
        return new Tensor(place.shape, place.type, bytes);
    }

    private static Place place(ByteBuffer in) {
        int[] shape = new int[in.getInt()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(in.getLong());
        }
        return new Place(shape, in.getInt(), in.getLong());
    }

    private static Object value(ByteBuffer in) throws IOException {
        int type = in.getInt();
        return switch (type) {
            case 4 -> in.getInt();
            case 6 -> in.getFloat();
            case 8 -> text(in);
            default -> throw new IOException("metadata of type " + type + " is not expected");
        };
    }

    private static String text(ByteBuffer in) {
        return ascii(in, Math.toIntExact(in.getLong()));
    }

    private static String ascii(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
