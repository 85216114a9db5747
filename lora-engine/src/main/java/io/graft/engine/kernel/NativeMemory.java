package io.graft.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Memory outside of the Java heap, for what native libraries read and write. It is not counted against the JVM's
/// limit for direct buffers, and freed when nothing refers to it any more.
@SuppressWarnings("restricted") // the JVM is started with --enable-native-access
final class NativeMemory {

    /// A cache line, and the widest vector.
    private static final long ALIGNMENT = 64;

    private static final MethodHandle ALLOCATE = NativeFunctions.standard()
            .find(
                    "aligned_alloc",
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE =
            NativeFunctions.standard().find("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private NativeMemory() {}

    /// Memory with any content.
    ///
    /// @throws OutOfMemoryError if the machine has no more
    static MemorySegment allocate(long bytes) {
        long size = Math.max(1, Math.ceilDiv(bytes, ALIGNMENT)) * ALIGNMENT;
        try {
            MemorySegment memory = (MemorySegment) ALLOCATE.invokeExact(ALIGNMENT, size);
            if (memory.equals(MemorySegment.NULL)) {
                throw new OutOfMemoryError("the machine has no " + size + " bytes left for weights");
            }
            return memory.reinterpret(size, Arena.ofAuto(), NativeMemory::free);
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    private static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }
}
