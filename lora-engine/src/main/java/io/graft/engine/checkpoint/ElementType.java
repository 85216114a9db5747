package io.graft.engine.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// The element types that hold weights, and how they widen to `float` and are rounded from it, to the nearest and
/// half-way to even.
public enum ElementType {
    F32(4) {
        @Override
        float read(MemorySegment bytes, long index) {
            return bytes.get(FLOAT, index * 4);
        }

        @Override
        void write(float value, ByteBuffer to) {
            to.putFloat(value);
        }
    },
    F16(2) {
        @Override
        float read(MemorySegment bytes, long index) {
            return Float.float16ToFloat(bytes.get(SHORT, index * 2));
        }

        @Override
        void write(float value, ByteBuffer to) {
            to.putShort(Float.floatToFloat16(value));
        }

        @Override
        boolean holds(float value) {
            return !Float.isFinite(value) || Float.isFinite(Float.float16ToFloat(Float.floatToFloat16(value)));
        }
    },
    BF16(2) {
        @Override
        float read(MemorySegment bytes, long index) {
            return Float.intBitsToFloat(bytes.get(SHORT, index * 2) << 16);
        }

        @Override
        void write(float value, ByteBuffer to) {
            to.putShort((short) rounded(value));
        }

        @Override
        boolean holds(float value) {
            return !Float.isFinite(value) || Float.isFinite(Float.intBitsToFloat(rounded(value) << 16));
        }

        private static int rounded(float value) {
            int bits = Float.floatToIntBits(value);
            int lowestKept = (bits >>> 16) & 1;
            return (bits + 0x7FFF + lowestKept) >>> 16;
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

    abstract void write(float value, ByteBuffer to);

    /// Whether a finite value stays finite when it is rounded.
    boolean holds(float value) {
        return true;
    }

    /// What one element takes.
    public int bytes() {
        return bytes;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
