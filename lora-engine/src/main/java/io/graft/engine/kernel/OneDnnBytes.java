package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Weights as 8-bit integers for oneDNN, cut into blocks of outputs and inputs (see [Rounding]). Both directions have a
/// packing of their own, the one for the backward pass made when training first asks for it.
final class OneDnnBytes implements FrozenWeights {

    /// For rows that are rounded as they are.
    private static final float[] NO_FACTORS = {};

    private final OneDnn library;
    private final Kernels kernels;
    private final RowSource exact;
    private final List<Rounding.Block> inputBlocks;
    private final List<OutputBlock> outputBlocks;

    /// Some outputs with all their inputs.
    private static final class OutputBlock {

        private final int count;
        private final float[] scales; // [count]
        private final MemorySegment nativeScales; // [count] floats
        private final List<ByteLane.PackedBytes> forward; // [input blocks]
        private volatile @Nullable List<ByteLane.PackedBytes> backward; // [input blocks]
        private final Rounding.Block rows; // of the exact weights

        OutputBlock(Rounding.Block rows, float[] scales, List<MemorySegment> values) {
            this.rows = rows;
            this.count = rows.count();
            this.scales = scales;
            this.nativeScales = NativeMemory.allocate(4L * count);
            MemorySegment.copy(scales, 0, nativeScales, ValueLayout.JAVA_FLOAT, 0, count);
            this.forward = values.stream()
                    .map(packed -> new ByteLane.PackedBytes(packed, nativeScales))
                    .toList();
        }
    }

    OneDnnBytes(OneDnn library, Kernels kernels, RowSource exact) {
        this.library = library;
        this.kernels = kernels;
        this.exact = exact;
        this.inputBlocks = Rounding.blocks(exact.columns());
        this.outputBlocks =
                Rounding.blocks(exact.rows()).stream().map(this::packForward).toList();
    }

    private OneDnnBytes(OneDnnBytes all, List<OutputBlock> some) {
        this.library = all.library;
        this.kernels = all.kernels;
        this.exact = all.exact;
        this.inputBlocks = all.inputBlocks;
        this.outputBlocks = some;
    }

    private OutputBlock packForward(Rounding.Block outputs) {
        float[] scales = new float[outputs.count()];
        MemorySegment rounded = rounded(outputs, scales);
        List<MemorySegment> packed = new ArrayList<>();
        for (Rounding.Block inputs : inputBlocks) {
            packed.add(ByteProduct.of(library, inputs.count(), outputs.count())
                    .pack(columns(rounded, inputs, outputs.count()), OneDnn.COLUMNS));
        }
        return new OutputBlock(outputs, scales, packed);
    }

    /// The weights of some outputs as bytes, `[count][inputs]`.
    private MemorySegment rounded(Rounding.Block outputs, float[] scales) {
        int columns = exact.columns();
        MemorySegment bytes = NativeMemory.allocate((long) outputs.count() * columns);
        Matrix row = Matrix.zeros(1, columns);
        for (int i = 0; i < outputs.count(); i++) {
            exact.copy(outputs.from() + i, row.data(), 0);
            ByteRow to = new ByteRow(bytes, (long) i * columns, ByteRow.NO_REST);
            scales[i] = kernels.round(row, 0, NO_FACTORS, to);
        }
        return bytes;
    }

    /// Some columns of `[count][inputs]` bytes, without a gap.
    private MemorySegment columns(MemorySegment rounded, Rounding.Block inputs, int count) {
        MemorySegment part = NativeMemory.allocate((long) count * inputs.count());
        for (int row = 0; row < count; row++) {
            long from = (long) row * exact.columns() + inputs.from();
            MemorySegment.copy(rounded, from, part, (long) row * inputs.count(), inputs.count());
        }
        return part;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1f);
        return ones;
    }

    @Override
    public int inputs() {
        return exact.columns();
    }

    @Override
    public int outputs() {
        return outputBlocks.stream().mapToInt(block -> block.count).sum();
    }

    @Override
    public void forward(Matrix x, Matrix y, Sum sum) {
        ByteLane lane = ByteLane.borrow(library);
        for (int row = 0; row < x.rows(); row += ByteProduct.ROWS) {
            int rows = Math.min(ByteProduct.ROWS, x.rows() - row);
            forward(x.rows(row, rows), y.rows(row, rows), sum, lane);
        }
        lane.giveBack();
    }

    private void forward(Matrix x, Matrix y, Sum sum, ByteLane lane) {
        Sum next = sum;
        for (int i = 0; i < inputBlocks.size(); i++) {
            Rounding.Block inputs = inputBlocks.get(i);
            lane.round(kernels, x.columns(inputs.from(), inputs.count()), NO_FACTORS);
            int from = 0;
            for (OutputBlock block : outputBlocks) {
                ByteProduct product = ByteProduct.of(library, inputs.count(), block.count);
                lane.multiply(kernels, product, block.forward.get(i), y.columns(from, block.count), next);
                from += block.count;
            }
            next = Sum.ADD;
        }
    }

    @Override
    public void backward(Matrix dy, Matrix dx, Sum sum) {
        backward(dy, dx, sum, lane -> lane::round);
    }

    @Override
    public void backwardOfLoss(Matrix dy, Matrix dx) {
        backward(dy, dx, Sum.SET, lane -> lane::roundTwice);
    }

    /// How gradients are rounded.
    @FunctionalInterface
    private interface Round {
        void round(Kernels kernels, Matrix dy, float[] factors);
    }

    private void backward(Matrix dy, Matrix dx, Sum sum, Function<ByteLane, Round> rounding) {
        ByteLane lane = ByteLane.borrow(library);
        Round round = rounding.apply(lane);
        for (int row = 0; row < dy.rows(); row += ByteProduct.ROWS) {
            int rows = Math.min(ByteProduct.ROWS, dy.rows() - row);
            backward(dy.rows(row, rows), dx.rows(row, rows), sum, lane, round);
        }
        lane.giveBack();
    }

    private void backward(Matrix dy, Matrix dx, Sum sum, ByteLane lane, Round round) {
        Sum next = sum;
        int from = 0;
        for (OutputBlock block : outputBlocks) {
            round.round(kernels, dy.columns(from, block.count), block.scales);
            List<ByteLane.PackedBytes> packed = backwardOf(block);
            for (int i = 0; i < inputBlocks.size(); i++) {
                Rounding.Block inputs = inputBlocks.get(i);
                ByteProduct product = ByteProduct.of(library, block.count, inputs.count());
                lane.multiply(kernels, product, packed.get(i), dx.columns(inputs.from(), inputs.count()), next);
            }
            from += block.count;
            next = Sum.ADD;
        }
    }

    private List<ByteLane.PackedBytes> backwardOf(OutputBlock block) {
        List<ByteLane.PackedBytes> packed = block.backward;
        return packed == null ? packBackward(block) : packed;
    }

    private List<ByteLane.PackedBytes> packBackward(OutputBlock block) {
        synchronized (block) {
            List<ByteLane.PackedBytes> packed = block.backward;
            if (packed == null) {
                MemorySegment rounded = rounded(block.rows, new float[block.count]);
                packed = inputBlocks.stream()
                        .map(inputs -> packBackward(block, inputs, rounded))
                        .toList();
                block.backward = packed;
            }
            return packed;
        }
    }

    /// The outputs' scales are in the gradient already when it is rounded, so the columns have none.
    private ByteLane.PackedBytes packBackward(OutputBlock block, Rounding.Block inputs, MemorySegment rounded) {
        MemorySegment scales = NativeMemory.allocate(4L * inputs.count());
        MemorySegment.copy(ones(inputs.count()), 0, scales, ValueLayout.JAVA_FLOAT, 0, inputs.count());
        MemorySegment packed = ByteProduct.of(library, block.count, inputs.count())
                .pack(columns(rounded, inputs, block.count), OneDnn.ROWS);
        return new ByteLane.PackedBytes(packed, scales);
    }

    @Override
    public void copyRow(int output, float[] target, int at) {
        exact.copy(output, target, at);
    }

    @Override
    public int granularity() {
        return outputBlocks.getFirst().count;
    }

    @Override
    public FrozenWeights outputs(int from, int count) {
        int first = from / granularity();
        int last = Math.ceilDiv(from + count, granularity());
        return new OneDnnBytes(this, outputBlocks.subList(first, last));
    }

    @Override
    public void prepareBackward() {
        outputBlocks.forEach(this::backwardOf);
        exact.release();
    }

    @Override
    public long bytes() {
        return outputBlocks.stream()
                .mapToLong(block -> {
                    List<ByteLane.PackedBytes> back = block.backward;
                    return bytes(block.forward) + (back == null ? 0 : bytes(back));
                })
                .sum();
    }

    @Override
    public long bytesWithBackward() {
        return 2
                * outputBlocks.stream().mapToLong(block -> bytes(block.forward)).sum();
    }

    @Override
    public boolean inHeap() {
        return false;
    }

    private static long bytes(List<ByteLane.PackedBytes> packed) {
        return packed.stream().mapToLong(part -> part.values().byteSize()).sum();
    }
}
