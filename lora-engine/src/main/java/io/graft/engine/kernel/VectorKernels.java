package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Everything with `jdk.incubator.vector`, at the width that the processor prefers.
public final class VectorKernels implements Kernels {

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int panelWidth() {
        return VectorProduct.WIDTH;
    }

    /// How many floats one vector holds on this machine.
    public static int lanes() {
        return LANES;
    }

    @Override
    public void multiply(Matrix a, Panels b, Matrix c) {
        VectorProduct.multiply(Left.of(a), b, c, false);
    }

    @Override
    public void multiplyAdd(Matrix a, Panels b, Matrix c) {
        VectorProduct.multiply(Left.of(a), b, c, true);
    }

    @Override
    public void multiplyAddTransposed(Matrix a, Panels b, Matrix c) {
        VectorProduct.multiply(Left.transposed(a), b, c, true);
    }

    @Override
    public void multiplyTransposed(Matrix a, Matrix b, Matrix c) {
        for (int row = 0; row < a.rows(); row++) {
            int to = c.at(row);
            for (int column = 0; column < b.rows(); column++) {
                c.data()[to + column] = VectorProduct.dot(a.data(), a.at(row), b.data(), b.at(column), a.columns());
            }
        }
    }

    @Override
    public void add(Matrix x, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            VectorRows.add(x.data(), x.at(row), y.data(), y.at(row), x.columns());
        }
    }

    @Override
    public void scale(Matrix x, float factor) {
        for (int row = 0; row < x.rows(); row++) {
            VectorRows.scale(x.data(), x.at(row), x.columns(), factor);
        }
    }

    @Override
    public void addScaled(Matrix x, float factor, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            VectorRows.addScaled(x.data(), x.at(row), factor, y.data(), y.at(row), x.columns());
        }
    }

    @Override
    public void multiplyElements(Matrix x, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            VectorRows.multiply(x.data(), x.at(row), y.data(), y.at(row), x.columns());
        }
    }

    @Override
    public void rmsNorm(Matrix x, NormWeight weight, Matrix y, Matrix inverse) {
        VectorNorm.forward(x, weight, y, inverse, Sum.SET);
    }

    @Override
    public void rmsNormAdd(Matrix x, NormWeight weight, Matrix sum, Matrix inverse) {
        VectorNorm.forward(x, weight, sum, inverse, Sum.ADD);
    }

    @Override
    public void rmsNormBackward(NormGradient gradient, NormWeight weight, Matrix dx) {
        VectorNorm.backward(gradient, weight, dx, Sum.ADD);
    }

    @Override
    public void rmsNormBackwardInPlace(NormGradient gradient, NormWeight weight) {
        VectorNorm.backward(gradient, weight, gradient.dy(), Sum.SET);
    }

    @Override
    public void gate(Activation activation, Matrix gate, Matrix up, Matrix out) {
        VectorGate rows = new VectorGate(activation, gate.data(), up.data(), out.data());
        for (int row = 0; row < out.rows(); row++) {
            rows.forward(gate.at(row), up.at(row), out.at(row), out.columns());
        }
    }

    @Override
    public void gateBackward(Activation activation, Matrix gate, Matrix up, Matrix out) {
        VectorGate rows = new VectorGate(activation, gate.data(), up.data(), out.data());
        for (int row = 0; row < out.rows(); row++) {
            rows.backward(gate.at(row), up.at(row), out.at(row), out.columns());
        }
    }

    @Override
    public void softCap(Matrix x, SoftCap cap) {
        for (int row = 0; row < x.rows(); row++) {
            VectorRows.softCap(x.data(), x.at(row), x.columns(), cap);
        }
    }

    @Override
    public void softCap(Matrix x, SoftCap cap, Matrix slopes) {
        for (int row = 0; row < x.rows(); row++) {
            VectorRows.softCap(x.data(), x.at(row), x.columns(), cap, slopes.data(), slopes.at(row));
        }
    }

    @Override
    public void rotate(Matrix x, Rotation rotation) {
        for (int row = 0; row < x.rows(); row++) {
            int angles = rotation.anglesOf(row);
            for (int head = 0; head < x.columns(); head += rotation.headSize()) {
                VectorRows.rotate(x.data(), x.at(row) + head, rotation, angles);
            }
        }
    }

    @Override
    public float softmax(Matrix x, int row, int count, float scale) {
        int at = x.at(row);
        float max = VectorRows.max(x.data(), at, count);
        float sum = VectorRows.exponentials(x.data(), at, count, scale, max * scale);
        VectorRows.scale(x.data(), at, count, 1 / sum);
        Arrays.fill(x.data(), at + count, at + x.columns(), 0f);
        return (float) (max * scale + Math.log(sum));
    }

    @Override
    public float logSumExp(Matrix x, int row) {
        float max = VectorRows.max(x.data(), x.at(row), x.columns());
        float sum = VectorRows.sumOfExponentials(x.data(), x.at(row), x.columns(), max);
        return (float) (max + Math.log(sum));
    }

    @Override
    public void exponentials(Matrix x, int row, int count, Shift shift) {
        int at = x.at(row);
        VectorRows.exponentials(x.data(), at, count, shift.scale(), shift.shift());
        Arrays.fill(x.data(), at + count, at + x.columns(), 0f);
    }

    @Override
    public void softmaxBackward(Matrix p, Matrix dp, int row, SoftmaxGradient gradient) {
        VectorRows.softmaxBackward(p.data(), p.at(row), dp.data(), dp.at(row), p.columns(), gradient);
    }

    @Override
    public float dot(Matrix a, Matrix b, int row) {
        return VectorProduct.dot(a.data(), a.at(row), b.data(), b.at(row), a.columns());
    }

    @Override
    public int argMax(Matrix x, int row) {
        float max = VectorRows.max(x.data(), x.at(row), x.columns());
        return VectorRows.indexOf(max, x.data(), x.at(row), x.columns());
    }

    @Override
    public double squares(Matrix x, int row) {
        double sum = 0;
        int at = x.at(row);
        for (int i = 0; i < x.columns(); i += 4096) {
            int length = Math.min(4096, x.columns() - i);
            sum += VectorProduct.dot(x.data(), at + i, x.data(), at + i, length);
        }
        return sum;
    }

    @Override
    public float round(Matrix x, int row, float[] factors, ByteRow to) {
        if (LANES < 8) {
            return Rounding.row(x, row, factors, to); // there are no vectors of so few bytes
        }
        VectorBytes bytes = new VectorBytes(x, row, factors);
        bytes.round(to.memory(), to.at());
        if (to.wantsRest()) {
            bytes.roundRest(to.memory(), to.restAt());
        }
        return bytes.scale();
    }

    @Override
    public void scaled(MemorySegment source, long at, float factor, Matrix y, int row, Sum sum) {
        if (sum == Sum.ADD) {
            VectorRows.addScaled(source, at, factor, y, row);
        } else {
            VectorRows.setScaled(source, at, factor, y, row);
        }
    }

    @Override
    public boolean multipliesBlocks() {
        return VectorBlocks.fitsVectors();
    }

    @Override
    public void multiplyBlocks(BytePairs x, ByteBlocks weights, Matrix y, Sum sum) {
        new VectorBlocks(x, weights, y, sum).multiply();
    }

    @Override
    public void widen(MemorySegment source, long from, float[] target, int at, int count) {
        VectorHalves.widen(source, from, target, at, count);
    }

    @Override
    public void adamW(AdamWStep step, Matrix state, int from, int to) {
        float[] data = state.data();
        int p = state.at(0);
        int g = state.at(1);
        int m = state.at(2);
        int v = state.at(3);
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector gradient = fromArray(SPECIES, data, g + i, mask).mul(step.gradientScale());
            FloatVector first = fromArray(SPECIES, data, m + i, mask);
            first = first.add(gradient.sub(first).mul(step.rest1()));
            FloatVector second = fromArray(SPECIES, data, v + i, mask).mul(step.beta2());
            second = second.add(gradient.mul(gradient).mul(step.rest2()));
            FloatVector root =
                    second.lanewise(VectorOperators.SQRT).div(step.root()).add(step.epsilon());
            first.intoArray(data, m + i, mask);
            second.intoArray(data, v + i, mask);
            fromArray(SPECIES, data, p + i, mask)
                    .mul(step.decay())
                    .sub(first.div(root).mul(step.stepSize()))
                    .intoArray(data, p + i, mask);
        }
    }
}
