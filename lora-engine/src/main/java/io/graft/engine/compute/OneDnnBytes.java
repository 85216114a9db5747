package io.graft.engine.compute;

import io.graft.engine.kernel.ByteRow;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Rounding;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Weights as 8-bit integers for oneDNN, cut into blocks of outputs and inputs (see [Rounding]). Both directions have a
/// packing of their own, the one for the backward pass made when training first asks for it. The one for the way
/// forward is in halves of blocks, so that threads can share the outputs of a single row.
final class OneDnnBytes implements FrozenWeights {

    /// For rows that are rounded as they are.
    private static final float[] NO_FACTORS = {};

    private final OneDnn library;
    private final Kernels kernels;
    private final RowSource exact;
    private final List<Rounding.Block> inputBlocks;
    private final List<Slice> slices = new ArrayList<>();
    private final List<OutputBlock> outputBlocks = new ArrayList<>();

    /// Some outputs with all their inputs, for the way forward.
    ///
    /// @param packed one per block of inputs
    private record Slice(int count, List<PackedBytes> packed) {}

    /// Some outputs with all their inputs, for the way back.
    private static final class OutputBlock {

        private final Rounding.Block outputs;
        private final float[] scales; // [outputs]
        private volatile @Nullable List<PackedBytes> packed; // [input blocks]

        OutputBlock(Rounding.Block outputs, float[] scales) {
            this.outputs = outputs;
            this.scales = scales;
        }
    }

    OneDnnBytes(OneDnn library, Kernels kernels, RowSource exact) {
        this.library = library;
        this.kernels = kernels;
        this.exact = exact;
        this.inputBlocks = Rounding.blocks(exact.columns());
        Rounding.blocks(exact.rows()).forEach(this::pack);
    }

    private void pack(Rounding.Block outputs) {
        float[] scales = new float[outputs.count()];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rounded = rounded(outputs, scales, arena);
            for (int from = 0; from < outputs.count(); from += granularity()) {
                int count = Math.min(granularity(), outputs.count() - from);
                slices.add(slice(rounded.asSlice((long) from * inputs()), floats(scales, from, count)));
            }
        }
        outputBlocks.add(new OutputBlock(outputs, scales));
    }

    /// @param rounded starts with the slice's rows
    /// @param scales  one float per output
    private Slice slice(MemorySegment rounded, MemorySegment scales) {
        int count = (int) (scales.byteSize() / Float.BYTES);
        List<PackedBytes> packed = new ArrayList<>();
        for (Rounding.Block inputs : inputBlocks) {
            ByteProduct product = ByteProduct.of(library, inputs.count(), count);
            packed.add(packed(product, columns(rounded, inputs, count), OneDnn.COLUMNS, scales));
        }
        return new Slice(count, packed);
    }

    private static PackedBytes packed(ByteProduct product, byte[] plain, int layout, MemorySegment scales) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, plain);
            return new PackedBytes(product, product.pack(copy, layout), scales);
        }
    }

    /// The weights of some outputs as bytes, `[count][inputs]`.
    private MemorySegment rounded(Rounding.Block outputs, float[] scales, Arena arena) {
        MemorySegment bytes = arena.allocate((long) outputs.count() * inputs());
        Matrix row = Matrix.zeros(1, inputs());
        for (int i = 0; i < outputs.count(); i++) {
            exact.copy(outputs.from() + i, row.data(), 0);
            ByteRow to = new ByteRow(bytes, (long) i * inputs(), ByteRow.NO_REST);
            scales[i] = kernels.round(row, 0, NO_FACTORS, to);
        }
        return bytes;
    }

    /// Some columns of `[count][inputs]` bytes, without a gap.
    private byte[] columns(MemorySegment rounded, Rounding.Block some, int count) {
        byte[] part = new byte[count * some.count()];
        for (int row = 0; row < count; row++) {
            long from = (long) row * inputs() + some.from();
            MemorySegment.copy(rounded, ValueLayout.JAVA_BYTE, from, part, row * some.count(), some.count());
        }
        return part;
    }

    private static MemorySegment floats(float[] values, int from, int count) {
        MemorySegment memory = NativeMemory.lasting(4L * count);
        MemorySegment.copy(values, from, memory, ValueLayout.JAVA_FLOAT, 0, count);
        return memory.asSlice(0, 4L * count);
    }

    @Override
    public int inputs() {
        return exact.columns();
    }

    @Override
    public int outputs() {
        return exact.rows();
    }

    @Override
    public void forward(Matrix x, Matrix y, Sum sum) {
        forward(slices, x, y, sum);
    }

    private void forward(List<Slice> some, Matrix x, Matrix y, Sum sum) {
        ByteScratch scratch = ByteScratch.borrow(library);
        for (int row = 0; row < x.rows(); row += ByteProduct.ROWS) {
            int rows = Math.min(ByteProduct.ROWS, x.rows() - row);
            forward(some, x.rows(row, rows), y.rows(row, rows), sum, scratch);
        }
        scratch.giveBack();
    }

    private void forward(List<Slice> some, Matrix x, Matrix y, Sum sum, ByteScratch scratch) {
        Sum next = sum;
        for (int i = 0; i < inputBlocks.size(); i++) {
            Rounding.Block inputs = inputBlocks.get(i);
            scratch.round(kernels, x.columns(inputs.from(), inputs.count()), NO_FACTORS);
            int from = 0;
            for (Slice slice : some) {
                scratch.multiply(kernels, slice.packed.get(i), y.columns(from, slice.count), next);
                from += slice.count;
            }
            next = Sum.ADD;
        }
    }

    @Override
    public void backward(Matrix dy, Matrix dx, Sum sum) {
        backward(dy, dx, sum, scratch -> scratch::round);
    }

    @Override
    public void backwardOfLoss(Matrix dy, Matrix dx) {
        backward(dy, dx, Sum.SET, scratch -> scratch::roundTwice);
    }

    /// How gradients are rounded.
    @FunctionalInterface
    private interface Round {
        void round(Kernels kernels, Matrix dy, float[] factors);
    }

    private void backward(Matrix dy, Matrix dx, Sum sum, Function<ByteScratch, Round> rounding) {
        ByteScratch scratch = ByteScratch.borrow(library);
        Round round = rounding.apply(scratch);
        for (int row = 0; row < dy.rows(); row += ByteProduct.ROWS) {
            int rows = Math.min(ByteProduct.ROWS, dy.rows() - row);
            backward(dy.rows(row, rows), dx.rows(row, rows), sum, scratch, round);
        }
        scratch.giveBack();
    }

    private void backward(Matrix dy, Matrix dx, Sum sum, ByteScratch scratch, Round round) {
        Sum next = sum;
        for (OutputBlock block : outputBlocks) {
            round.round(kernels, dy.columns(block.outputs.from(), block.outputs.count()), block.scales);
            List<PackedBytes> packed = backwardOf(block);
            for (int i = 0; i < inputBlocks.size(); i++) {
                Rounding.Block inputs = inputBlocks.get(i);
                scratch.multiply(kernels, packed.get(i), dx.columns(inputs.from(), inputs.count()), next);
            }
            next = Sum.ADD;
        }
    }

    private List<PackedBytes> backwardOf(OutputBlock block) {
        List<PackedBytes> packed = block.packed;
        return packed == null ? packBackward(block) : packed;
    }

    private List<PackedBytes> packBackward(OutputBlock block) {
        synchronized (block) {
            List<PackedBytes> packed = block.packed;
            if (packed == null) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment rounded = rounded(block.outputs, new float[block.scales.length], arena);
                    packed = inputBlocks.stream()
                            .map(inputs -> packBackward(block.outputs, inputs, rounded))
                            .toList();
                }
                block.packed = packed;
            }
            return packed;
        }
    }

    /// The outputs' scales are in the gradient already when it is rounded, so the columns have none.
    private PackedBytes packBackward(Rounding.Block outputs, Rounding.Block inputs, MemorySegment rounded) {
        float[] ones = new float[inputs.count()];
        Arrays.fill(ones, 1f);
        ByteProduct product = ByteProduct.of(library, outputs.count(), inputs.count());
        byte[] plain = columns(rounded, inputs, outputs.count());
        return packed(product, plain, OneDnn.ROWS, floats(ones, 0, ones.length));
    }

    @Override
    public void copyRow(int output, float[] target, int at) {
        exact.copy(output, target, at);
    }

    @Override
    public int granularity() {
        return Rounding.size(outputs()) / 2;
    }

    @Override
    public Part part(int from, int count) {
        List<Slice> some = slices.subList(from / granularity(), Math.ceilDiv(from + count, granularity()));
        return (x, y, sum) -> forward(some, x, y, sum);
    }

    @Override
    public void prepareBackward() {
        outputBlocks.forEach(this::backwardOf);
        exact.release();
    }

    @Override
    public long bytes() {
        long back = outputBlocks.stream()
                .flatMap(block -> Stream.ofNullable(block.packed).flatMap(List::stream))
                .mapToLong(PackedBytes::bytes)
                .sum();
        return forwardBytes() + back;
    }

    @Override
    public long bytesWithBackward() {
        return 2 * forwardBytes();
    }

    private long forwardBytes() {
        return slices.stream()
                .flatMap(slice -> slice.packed.stream())
                .mapToLong(PackedBytes::bytes)
                .sum();
    }

    @Override
    public boolean inHeap() {
        return false;
    }
}
