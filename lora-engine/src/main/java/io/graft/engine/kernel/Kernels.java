package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import java.lang.foreign.MemorySegment;

/// All arithmetic of the engine. An implementation runs on the calling thread and keeps no state, so one instance
/// serves every thread; layers split the work.
///
/// Every implementation sums the inner dimension of a product in ascending order, each element on its own. An element
/// therefore has the same bits however rows and columns are split among threads.
///
/// Default methods are loops that all implementations share: the compiler makes vectors of them by itself, or their
/// time does not count.
public interface Kernels {

    /// The name by which `graft.engine.kernels` selects it.
    String name();

    /// Columns in a panel of a packed right operand.
    int panelWidth();

    /// `c = a b`.
    void multiply(Matrix a, Panels b, Matrix c);

    /// `c += a b`.
    void multiplyAdd(Matrix a, Panels b, Matrix c);

    /// `c += aᵀ b`.
    void multiplyAddTransposed(Matrix a, Panels b, Matrix c);

    /// `c = a bᵀ` for few rows of `a`, where packing `b` would cost more than the product.
    void multiplyTransposed(Matrix a, Matrix b, Matrix c);

    /// `y += x`.
    void add(Matrix x, Matrix y);

    /// `x *= factor`.
    void scale(Matrix x, float factor);

    /// `y += factor * x`.
    void addScaled(Matrix x, float factor, Matrix y);

    /// `y *= x`, element by element.
    void multiplyElements(Matrix x, Matrix y);

    /// Root-mean-square norm (arXiv 1910.07467) of every group of neighbouring columns, a group being as long as the
    /// weight: `y = x * inverse * weight` with `inverse = 1 / sqrt(mean(x²) + epsilon)`, kept in `inverse`
    /// (`[rows][groups]`) for the backward pass. The norm of whole rows has one group.
    void rmsNorm(Matrix x, NormWeight weight, Matrix y, Matrix inverse);

    /// `sum += norm(x)`, see [#rmsNorm].
    void rmsNormAdd(Matrix x, NormWeight weight, Matrix sum, Matrix inverse);

    /// Adds the gradient of the norm's input to `dx`, given the gradient `dy` of its output.
    void rmsNormBackward(NormGradient gradient, NormWeight weight, Matrix dx);

    /// Replaces the gradient `dy` of the norm's output by the gradient of its input.
    void rmsNormBackwardInPlace(NormGradient gradient, NormWeight weight);

    /// `out = activation(gate) * up`.
    void gate(Activation activation, Matrix gate, Matrix up, Matrix out);

    /// On entry `out` holds the gradient of [#gate]'s output. On return `gate` and `up` hold their gradients and
    /// `out` holds the output of the forward pass again.
    void gateBackward(Activation activation, Matrix gate, Matrix up, Matrix out);

    /// `x = cap * tanh(x * scale / cap)`.
    void softCap(Matrix x, SoftCap cap);

    /// The same, and `slopes = 1 - tanh²`: the derivative by `x * scale`.
    void softCap(Matrix x, SoftCap cap, Matrix slopes);

    /// Turns every head of every row by the angles of the row's position.
    void rotate(Matrix x, Rotation rotation);

    /// `x = softmax(x * scale)` over the first `count` columns of row `row`, zero in the columns after them;
    /// returns the logarithm of the sum of exponentials.
    float softmax(Matrix x, int row, int count, float scale);

    /// The logarithm of the sum of exponentials of row `row`.
    float logSumExp(Matrix x, int row);

    /// `x = exp(x * scale - shift)` over the first `count` columns of row `row`, zero in the columns after them.
    void exponentials(Matrix x, int row, int count, Shift shift);

    /// `dp = p * (dp - mean) * scale` over row `row`: from the gradient of a softmax's output to that of the scores.
    void softmaxBackward(Matrix p, Matrix dp, int row, SoftmaxGradient gradient);

    /// The sum of products of row `row` of `a` and of `b`.
    float dot(Matrix a, Matrix b, int row);

    /// The first column of row `row` that holds its largest value.
    int argMax(Matrix x, int row);

    /// The sum of squares of row `row`, for rows so long that a sum of floats would lose digits.
    double squares(Matrix x, int row);

    /// One AdamW update of columns `from` to `to`. Rows of `state`: parameters, gradients, first and second moments.
    void adamW(AdamWStep step, Matrix state, int from, int to);

    /// Rounds row `row` of `x` to bytes, see [Rounding], and returns the scale.
    ///
    /// @param factors multiply the columns first; empty for none
    /// @param to      takes the bytes, and what is left where somebody asks
    float round(Matrix x, int row, float[] factors, ByteRow to);

    /// Row `row` of `y` becomes `factor` times floats outside of the heap, or has them added.
    ///
    /// @param at where they begin, in bytes
    void scaled(MemorySegment source, long at, float factor, Matrix y, int row, Sum sum);

    /// Floats from the upper halves of their bits (bfloat16) outside of the heap.
    ///
    /// @param from where they begin, in bytes
    void widen(MemorySegment source, long from, float[] target, int at, int count);

    /// Whether [#multiplyBlocks] is there, and faster than a library's product of one row.
    default boolean multipliesBlocks() {
        return false;
    }

    /// `y = x weightsᵀ` for one row, or `y += …`: exact sums of whole numbers, then times both scales.
    ///
    /// @param y as many columns as the weights have outputs
    /// @throws UnsupportedOperationException unless [#multipliesBlocks]
    default void multiplyBlocks(BytePairs x, ByteBlocks weights, Matrix y, Sum sum) {
        throw new UnsupportedOperationException(name() + " kernels do not multiply blocks of bytes");
    }

    /// `to = fromᵀ`.
    default void transpose(Matrix from, Matrix to) {
        float[] source = from.data();
        float[] target = to.data();
        for (int row = 0; row < to.rows(); row++) {
            int write = to.at(row);
            int read = from.offset() + row;
            for (int column = 0; column < to.columns(); column++) {
                target[write + column] = source[read + column * from.stride()];
            }
        }
    }

    /// `to += fromᵀ`.
    default void addTransposed(Matrix from, Matrix to) {
        for (int row = 0; row < to.rows(); row++) {
            int write = to.at(row);
            int read = from.offset() + row;
            for (int column = 0; column < to.columns(); column++) {
                to.data()[write + column] += from.data()[read + column * from.stride()];
            }
        }
    }

    /// `y = dropped x`: elements that the mask drops are zero, the others are scaled up.
    default void dropout(Matrix x, DropoutMask mask, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            int key = mask.rowKey(row);
            int read = x.at(row);
            int write = y.at(row);
            for (int column = 0; column < x.columns(); column++) {
                y.data()[write + column] = x.data()[read + column] * mask.factor(key, column);
            }
        }
    }

    /// `dx += dropped dy`, the backward pass of [#dropout].
    default void dropoutBackward(Matrix dy, DropoutMask mask, Matrix dx) {
        for (int row = 0; row < dy.rows(); row++) {
            int key = mask.rowKey(row);
            int read = dy.at(row);
            int write = dx.at(row);
            for (int column = 0; column < dy.columns(); column++) {
                dx.data()[write + column] += dy.data()[read + column] * mask.factor(key, column);
            }
        }
    }
}
