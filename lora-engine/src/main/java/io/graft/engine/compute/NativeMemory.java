package io.graft.engine.compute;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Memory outside of the Java heap, for what native libraries read and write. It is not counted against the JVM's
/// limit for direct buffers, and freed when nothing refers to it any more.
@SuppressWarnings("restricted") // the JVM is started with --enable-native-access
final class NativeMemory {

    private static final Logger LOG = LoggerFactory.getLogger(NativeMemory.class);

    /// A cache line, and the widest vector.
    private static final long ALIGNMENT = 64;

    /// A large page of most processors.
    private static final long PAGE = 2L << 20;

    /// What lasts is taken from pieces of this size, since most weights of small models are smaller than a large page.
    private static final long SLAB = 16 * PAGE;

    /// `MADV_HUGEPAGE` of Linux.
    private static final int LARGE_PAGES = 14;

    private static final MethodHandle ALLOCATE = NativeFunctions.standard()
            .find(
                    "aligned_alloc",
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE =
            NativeFunctions.standard().find("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private static final boolean LINUX =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");

    private static final NativeMemory WEIGHTS = new NativeMemory();

    private MemorySegment slab = MemorySegment.NULL;
    private long used; // of the slab

    private NativeMemory() {}

    /// Memory with any content.
    ///
    /// @throws OutOfMemoryError if the machine has no more
    static MemorySegment allocate(long bytes) {
        return allocate(Math.max(1, bytes), ALIGNMENT);
    }

    /// Memory for weights, with any content: neighbours in large pages, where the system offers them. Reading them row
    /// by row is faster there. It is freed when nothing refers to its neighbours either.
    ///
    /// @throws OutOfMemoryError if the machine has no more
    static MemorySegment lasting(long bytes) {
        return WEIGHTS.take(Math.max(1, Math.ceilDiv(bytes, ALIGNMENT)) * ALIGNMENT);
    }

    private synchronized MemorySegment take(long size) {
        if (size > SLAB / 2) {
            return largePages(size).asSlice(0, size);
        }
        if (used + size > slab.byteSize()) {
            slab = largePages(SLAB);
            used = 0;
        }
        used += size;
        return slab.asSlice(used - size, size);
    }

    private static MemorySegment largePages(long size) {
        MemorySegment memory = allocate(size, PAGE);
        if (LINUX) {
            adviseLargePages(memory);
        }
        return memory;
    }

    /// A system without large pages refuses, and small ones do as well.
    private static void adviseLargePages(MemorySegment memory) {
        MethodHandle advise = NativeFunctions.standard()
                .find(
                        "madvise",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        try {
            int refused = (int) advise.invokeExact(memory, memory.byteSize(), LARGE_PAGES);
            LOG.trace("large pages for {} bytes of weights: {}", memory.byteSize(), refused == 0);
        } catch (Throwable thrown) {
            throw NativeFunctions.failure(thrown);
        }
    }

    private static MemorySegment allocate(long bytes, long alignment) {
        long size = Math.ceilDiv(bytes, alignment) * alignment;
        try {
            MemorySegment memory = (MemorySegment) ALLOCATE.invokeExact(alignment, size);
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
