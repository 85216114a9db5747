package io.graft.engine.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// The element types that hold weights, and how they widen to `float`.
enum ElementType {
    F32(4) {
        @Override
        float read(MemorySegment bytes, long index) {
            return bytes.get(FLOAT, index * 4);
        }
    },
    F16(2) {
        @Override
        float read(MemorySegment bytes, long index) {
            return Float.float16ToFloat(bytes.get(SHORT, index * 2));
        }
    },
    BF16(2) {
        @Override
        float read(MemorySegment bytes, long index) {
            return Float.intBitsToFloat(bytes.get(SHORT, index * 2) << 16);
        }
    };

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    abstract float read(MemorySegment bytes, long index);

    int bytes() {
        return bytes;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
