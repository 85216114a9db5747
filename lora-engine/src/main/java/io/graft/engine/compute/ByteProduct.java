package io.graft.engine.compute;

import io.graft.engine.kernel.ByteBlocks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A product of 8-bit numbers, `[rows][inner]` times packed weights `[inner][columns]`, compiled by oneDNN for some
/// numbers of rows. All of them read the same layout of the weights.
final class ByteProduct {

    /// Rows that one call takes at most.
    private static final int MOST_ROWS = 128;

    /// Rows of floats for one call, each of which may become two.
    static final int ROWS = MOST_ROWS / 2;

    private static final Map<Shape, ByteProduct> PRODUCTS = new ConcurrentHashMap<>();

    private final OneDnn library;
    private final Shape shape;
    private final OneDnn.Operation full;
    private final AtomicReferenceArray<OneDnn.@Nullable Operation> operations = // by rows
            new AtomicReferenceArray<>(MOST_ROWS + 1);
    private volatile @Nullable Boolean blocks;

    record Shape(int inner, int columns) {}

    private ByteProduct(OneDnn library, Shape shape) {
        this.library = library;
        this.shape = shape;
        this.full = compile(ROWS, library.descriptor(OneDnn.S8, OneDnn.ANY, shape.inner, shape.columns));
        operations.set(ROWS, full);
    }

    static ByteProduct of(OneDnn library, int inner, int columns) {
        return PRODUCTS.computeIfAbsent(new Shape(inner, columns), shape -> new ByteProduct(library, shape));
    }

    private OneDnn.Operation compile(int rows, MemorySegment weights) {
        return NativeStack.call(() -> library.byteProduct(source(rows), weights, result(rows)));
    }

    MemorySegment source(int rows) {
        return library.descriptor(OneDnn.S8, OneDnn.ROWS, rows, shape.inner);
    }

    MemorySegment result(int rows) {
        return library.descriptor(OneDnn.F32, OneDnn.ROWS, rows, shape.columns);
    }

    Shape shape() {
        return shape;
    }

    /// The rows that a product of `rows` rows is computed with: a few more at times, so that not every number of rows
    /// needs code of its own.
    static int padded(int rows) {
        int step = rows <= 4 ? 1 : rows <= 16 ? 4 : 16;
        return Math.ceilDiv(rows, step) * step;
    }

    /// The operation for a number of rows that [#padded] returned.
    OneDnn.Operation operation(int rows) {
        OneDnn.Operation operation = operations.get(rows);
        return operation == null ? compileOnce(rows) : operation;
    }

    private synchronized OneDnn.Operation compileOnce(int rows) {
        OneDnn.Operation operation = operations.get(rows);
        if (operation == null) {
            operation = compile(rows, full.weights());
            operations.set(rows, operation);
        }
        return operation;
    }

    /// Whether packed weights lie in [ByteBlocks]. The library does not say so: a pattern is packed and looked at,
    /// once.
    boolean packsBlocks() {
        Boolean known = blocks;
        if (known == null) {
            known = ByteBlocks.fit(shape.inner, shape.columns) && patternLiesInBlocks();
            blocks = known;
        }
        return known;
    }

    private boolean patternLiesInBlocks() {
        byte[] pattern = new byte[shape.inner * shape.columns];
        new SplittableRandom(shape.inner).nextBytes(pattern);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packed = NativeMemory.allocate(library.bytes(full.weights()));
            pack(arena.allocateFrom(ValueLayout.JAVA_BYTE, pattern), OneDnn.COLUMNS, packed);
            for (int i = 0; i < pattern.length; i++) {
                long at = ByteBlocks.at(shape.inner, i / shape.inner, i % shape.inner);
                if (packed.get(ValueLayout.JAVA_BYTE, at) != pattern[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Packs weights that lie row by row, `[inner][columns]`, or column by column.
    ///
    /// @param layout [OneDnn#ROWS] or [OneDnn#COLUMNS]
    MemorySegment pack(MemorySegment plain, int layout) {
        MemorySegment packed = NativeMemory.lasting(library.bytes(full.weights()));
        pack(plain, layout, packed);
        return packed;
    }

    private void pack(MemorySegment plain, int layout, MemorySegment packed) {
        MemorySegment plainDescriptor = library.descriptor(OneDnn.S8, layout, shape.inner, shape.columns);
        MemorySegment from = library.tensor(plainDescriptor);
        MemorySegment to = library.tensor(full.weights());
        library.point(from, plain);
        library.point(to, packed);
        OneDnn.Operation reorder = NativeStack.call(() -> library.reorder(plainDescriptor, full.weights()));
        MemorySegment arguments = OneDnn.arguments(new int[] {OneDnn.SOURCE, OneDnn.RESULT}, from, to);
        library.execute(reorder, library.stream(), arguments);
    }
}
