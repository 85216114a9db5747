package io.graft.engine.transformer;

import io.graft.engine.compute.FrozenWeights;
import io.graft.engine.compute.Precision;
import io.graft.engine.compute.WeightFormat;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.util.HashMap;
import java.util.Map;

/// Packs no weights, and tells what they would take in another format. Their memory grows with their outputs in a
/// straight line, so packing a few outputs tells of all.
final class OutlineFormat implements WeightFormat {

    /// Outputs that are packed at most: a multiple of what formats round up to.
    private static final int FEW = 256;

    private final WeightFormat format;
    private final Map<OutlineTensors.Zeros, FrozenWeights> samples = new HashMap<>();

    OutlineFormat(WeightFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public FrozenWeights pack(RowSource rows, Precision precision) {
        OutlineTensors.Zeros few =
                new OutlineTensors.Zeros(Math.min(FEW, rows.rows()), rows.columns(), rows.fitsBfloat16());
        FrozenWeights sample = samples.computeIfAbsent(few, zeros -> format.pack(zeros, precision));
        return new Outline(sample, rows.rows());
    }

    @Override
    public int rowBlock() {
        return format.rowBlock();
    }

    /// Weights that nobody can multiply with.
    private record Outline(FrozenWeights sample, int outputs) implements FrozenWeights {

        @Override
        public int inputs() {
            return sample.inputs();
        }

        @Override
        public void forward(Matrix x, Matrix y, Sum sum) {
            throw noWeights();
        }

        @Override
        public void backward(Matrix dy, Matrix dx, Sum sum) {
            throw noWeights();
        }

        private static IllegalStateException noWeights() {
            return new IllegalStateException("a model's outline has no weights to multiply with");
        }

        /// Zeros, from which an adapter that decomposes weights can be planned.
        @Override
        public void copyRow(int output, float[] target, int at) {
            sample.copyRow(0, target, at);
        }

        @Override
        public int granularity() {
            return sample.granularity();
        }

        @Override
        public Part part(int from, int count) {
            return (_, _, _) -> {
                throw noWeights();
            };
        }

        @Override
        public long bytes() {
            return all(sample.bytes());
        }

        @Override
        public long bytesWithBackward() {
            return all(sample.bytesWithBackward());
        }

        private long all(long few) {
            return Math.ceilDiv(few * outputs, sample.outputs());
        }

        @Override
        public boolean inHeap() {
            return sample.inHeap();
        }
    }
}
