package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Plain loops: what the other implementations are compared with, and what runs where there is no vector unit.
public final class ScalarKernels implements Kernels {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int panelWidth() {
        return 8;
    }

    @Override
    public void multiply(Matrix a, Panels b, Matrix c) {
        c.clear();
        multiplyAdd(a, b, c);
    }

    @Override
    public void multiplyAdd(Matrix a, Panels b, Matrix c) {
        for (int row = 0; row < a.rows(); row++) {
            for (int column = 0; column < b.columns(); column += b.width()) {
                int count = Math.min(b.width(), b.columns() - column);
                for (int k = 0; k < a.columns(); k++) {
                    addScaled(a.get(row, k), b, b.at(k, column), c, c.at(row) + column, count);
                }
            }
        }
    }

    @Override
    public void multiplyAddTransposed(Matrix a, Panels b, Matrix c) {
        Matrix transposed = Matrix.zeros(a.columns(), a.rows());
        transpose(a, transposed);
        multiplyAdd(transposed, b, c);
    }

    private static void addScaled(float factor, Panels b, int bAt, Matrix c, int cAt, int count) {
        for (int lane = 0; lane < count; lane++) {
            c.data()[cAt + lane] += factor * b.data()[bAt + lane];
        }
    }

    @Override
    public void multiplyTransposed(Matrix a, Matrix b, Matrix c) {
        for (int row = 0; row < a.rows(); row++) {
            for (int column = 0; column < b.rows(); column++) {
                float sum = 0;
                for (int k = 0; k < a.columns(); k++) {
                    sum += a.get(row, k) * b.get(column, k);
                }
                c.set(row, column, sum);
            }
        }
    }

    @Override
    public void add(Matrix x, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < x.columns(); column++) {
                y.set(row, column, y.get(row, column) + x.get(row, column));
            }
        }
    }

    @Override
    public void scale(Matrix x, float factor) {
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < x.columns(); column++) {
                x.set(row, column, x.get(row, column) * factor);
            }
        }
    }

    @Override
    public void addScaled(Matrix x, float factor, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < x.columns(); column++) {
                y.set(row, column, y.get(row, column) + factor * x.get(row, column));
            }
        }
    }

    @Override
    public void multiplyElements(Matrix x, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < x.columns(); column++) {
                y.set(row, column, y.get(row, column) * x.get(row, column));
            }
        }
    }

    @Override
    public void rmsNorm(Matrix x, NormWeight weight, Matrix y, Matrix inverse) {
        new ScalarNorm(weight).forward(x, inverse, y::set);
    }

    @Override
    public void rmsNormAdd(Matrix x, NormWeight weight, Matrix sum, Matrix inverse) {
        new ScalarNorm(weight).forward(x, inverse, (row, column, value) -> increase(sum, row, column, value));
    }

    @Override
    public void rmsNormBackward(NormGradient gradient, NormWeight weight, Matrix dx) {
        new ScalarNorm(weight).backward(gradient, (row, column, value) -> increase(dx, row, column, value));
    }

    @Override
    public void rmsNormBackwardInPlace(NormGradient gradient, NormWeight weight) {
        new ScalarNorm(weight).backward(gradient, gradient.dy()::set);
    }

    private static void increase(Matrix sum, int row, int column, float value) {
        sum.set(row, column, sum.get(row, column) + value);
    }

    @Override
    public void gate(Activation activation, Matrix gate, Matrix up, Matrix out) {
        for (int row = 0; row < gate.rows(); row++) {
            for (int column = 0; column < gate.columns(); column++) {
                float g = gate.get(row, column);
                float power = g * (activation.linear() + activation.cubic() * g * g);
                out.set(row, column, g * sigmoid(power) * up.get(row, column));
            }
        }
    }

    @Override
    public void gateBackward(Activation activation, Matrix gate, Matrix up, Matrix out) {
        for (int row = 0; row < gate.rows(); row++) {
            for (int column = 0; column < gate.columns(); column++) {
                float g = gate.get(row, column);
                float u = up.get(row, column);
                float gradient = out.get(row, column);
                float cube = activation.cubic() * g * g;
                float sigmoid = sigmoid(g * (activation.linear() + cube));
                float slope = activation.linear() + 3 * cube;
                gate.set(row, column, gradient * u * sigmoid * (1 + g * slope * (1 - sigmoid)));
                up.set(row, column, gradient * g * sigmoid);
                out.set(row, column, g * sigmoid * u);
            }
        }
    }

    @Override
    public void softCap(Matrix x, SoftCap cap) {
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < x.columns(); column++) {
                x.set(row, column, cap.cap() * (float) Math.tanh(x.get(row, column) * cap.factor()));
            }
        }
    }

    @Override
    public void softCap(Matrix x, SoftCap cap, Matrix slopes) {
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < x.columns(); column++) {
                float tanh = (float) Math.tanh(x.get(row, column) * cap.factor());
                slopes.set(row, column, 1 - tanh * tanh);
                x.set(row, column, cap.cap() * tanh);
            }
        }
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    @Override
    public void rotate(Matrix x, Rotation rotation) {
        int half = rotation.half();
        for (int row = 0; row < x.rows(); row++) {
            int angles = rotation.anglesOf(row);
            for (int head = 0; head < x.columns(); head += rotation.headSize()) {
                for (int i = 0; i < half; i++) {
                    float cosine = rotation.cosines()[angles + i];
                    float sine = rotation.sines()[angles + i] * rotation.direction();
                    float first = x.get(row, head + i);
                    float second = x.get(row, head + half + i);
                    x.set(row, head + i, first * cosine - second * sine);
                    x.set(row, head + half + i, second * cosine + first * sine);
                }
            }
        }
    }

    @Override
    public float softmax(Matrix x, int row, int count, float scale) {
        float max = Float.NEGATIVE_INFINITY;
        for (int column = 0; column < count; column++) {
            max = Math.max(max, x.get(row, column));
        }
        exponentials(x, row, count, new Shift(scale, max * scale));
        float sum = 0;
        for (int column = 0; column < count; column++) {
            sum += x.get(row, column);
        }
        scale(x.rows(row, 1), 1 / sum);
        return (float) (max * scale + Math.log(sum));
    }

    @Override
    public float logSumExp(Matrix x, int row) {
        float max = x.get(row, argMax(x, row));
        double sum = 0;
        for (int column = 0; column < x.columns(); column++) {
            sum += Math.exp(x.get(row, column) - max);
        }
        return (float) (max + Math.log(sum));
    }

    @Override
    public void exponentials(Matrix x, int row, int count, Shift shift) {
        for (int column = 0; column < x.columns(); column++) {
            double power = x.get(row, column) * shift.scale() - shift.shift();
            x.set(row, column, column < count ? (float) Math.exp(power) : 0f);
        }
    }

    @Override
    public void softmaxBackward(Matrix p, Matrix dp, int row, SoftmaxGradient gradient) {
        for (int column = 0; column < p.columns(); column++) {
            float centred = dp.get(row, column) - gradient.mean();
            dp.set(row, column, p.get(row, column) * centred * gradient.scale());
        }
    }

    @Override
    public float dot(Matrix a, Matrix b, int row) {
        float sum = 0;
        for (int column = 0; column < a.columns(); column++) {
            sum += a.get(row, column) * b.get(row, column);
        }
        return sum;
    }

    @Override
    public int argMax(Matrix x, int row) {
        int best = 0;
        for (int column = 1; column < x.columns(); column++) {
            if (x.get(row, column) > x.get(row, best)) {
                best = column;
            }
        }
        return best;
    }

    @Override
    public double squares(Matrix x, int row) {
        double sum = 0;
        for (int column = 0; column < x.columns(); column++) {
            sum += (double) x.get(row, column) * x.get(row, column);
        }
        return sum;
    }

    @Override
    public float round(Matrix x, int row, float[] factors, ByteRow to) {
        return Rounding.row(x, row, factors, to);
    }

    @Override
    public void scaled(MemorySegment source, long at, float factor, Matrix y, int row, Sum sum) {
        for (int column = 0; column < y.columns(); column++) {
            float value = source.get(ValueLayout.JAVA_FLOAT, at + (long) Float.BYTES * column) * factor;
            y.set(row, column, sum == Sum.ADD ? y.get(row, column) + value : value);
        }
    }

    @Override
    public void widen(MemorySegment source, long from, float[] target, int at, int count) {
        for (int i = 0; i < count; i++) {
            int bits = source.get(ValueLayout.JAVA_SHORT, from + (long) Short.BYTES * i) << Short.SIZE;
            target[at + i] = Float.intBitsToFloat(bits);
        }
    }

    @Override
    public void adamW(AdamWStep step, Matrix state, int from, int to) {
        for (int i = from; i < to; i++) {
            float gradient = state.get(1, i) * step.gradientScale();
            float first = state.get(2, i) + (gradient - state.get(2, i)) * step.rest1();
            float second = state.get(3, i) * step.beta2() + gradient * gradient * step.rest2();
            float root = (float) Math.sqrt(second) / step.root() + step.epsilon();
            state.set(2, i, first);
            state.set(3, i, second);
            state.set(0, i, state.get(0, i) * step.decay() - step.stepSize() * (first / root));
        }
    }
}
