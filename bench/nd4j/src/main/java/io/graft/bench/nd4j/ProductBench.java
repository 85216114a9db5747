package io.graft.bench.nd4j;

import io.graft.engine.compute.FrozenWeights;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Precision;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// The product of a block of rows with frozen weights, by our own kernels, oneDNN, ND4J's OpenBLAS called directly, and
/// ND4J's own `mmuli`: processor time of one thread each.
final class ProductBench {

    private static final int REPEATS = 20;

    /// @param rows of tokens
    private record Shape(int rows, int inputs, int outputs) {

        private double operations() {
            return 2.0 * rows * inputs * outputs;
        }

        @Override
        public String toString() {
            return rows + "x" + inputs + "x" + outputs;
        }
    }

    private ProductBench() {}

    static void main() {
        for (Shape shape : List.of(new Shape(256, 576, 1536), new Shape(256, 2048, 2048), new Shape(16, 192, 512))) {
            Matrix x = random(1, shape.rows, shape.inputs);
            Matrix weights = random(2, shape.outputs, shape.inputs);
            for (String name : List.of("vector", "onednn", "nd4j")) {
                print(shape, name, own(name, x, weights));
            }
            print(shape, "Nd4j mmuli with copies", throughNd4j(x, weights));
        }
    }

    private static Runnable own(String name, Matrix x, Matrix weights) {
        FrozenWeights packed =
                KernelChoice.choose(Optional.of(name)).format().pack(RowSource.of(weights), Precision.FP32);
        Matrix y = Matrix.zeros(x.rows(), weights.rows());
        return () -> packed.forward(x, y, Sum.SET);
    }

    private static Runnable throughNd4j(Matrix x, Matrix weights) {
        INDArray frozen =
                Nd4j.create(weights.data(), weights.rows(), weights.columns()).transpose();
        INDArray result = Nd4j.zeros(x.rows(), weights.rows());
        return () -> {
            Nd4j.create(x.data(), x.rows(), x.columns()).mmuli(frozen, result);
            if (result.data().asFloat().length == 0) {
                throw new IllegalStateException("no result");
            }
        };
    }

    private static void print(Shape shape, String name, Runnable product) {
        long count = Math.max(REPEATS, (long) (2e10 / shape.operations()));
        for (long i = 0; i < count; i++) {
            product.run();
        }
        double begin = CpuTime.seconds();
        for (long i = 0; i < count; i++) {
            product.run();
        }
        double seconds = (CpuTime.seconds() - begin) / count;
        System.out.printf(
                "product %s, %s: %.3f ms of processor time, %.0f GFLOP/s%n",
                shape, name, seconds * 1e3, shape.operations() / seconds * 1e-9);
    }

    private static Matrix random(long seed, int rows, int columns) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = (float) random.nextGaussian();
        }
        return matrix;
    }
}
