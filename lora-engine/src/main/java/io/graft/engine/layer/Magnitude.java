package io.graft.engine.layer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;

/// The learned length of every row of a frozen layer's weights once a pair has changed their direction (DoRA, arXiv
/// 2402.09353): the layer computes `y = g ⊙ (W + scale B A) x + bias` with `g = m / ‖W + scale B A‖`, the norm taken
/// of every row. As in PEFT, the norm follows the weights but counts as a constant in the gradients.
///
/// The sum of the matrices is never formed: with `c = W Aᵀ` and the Gram matrix `G = A Aᵀ`, the squared norm of row j
/// is `‖W_j‖² + 2 scale b_j·c_j + scale² b_j G b_jᵀ`, whose first term does not change.
public final class Magnitude {

    /// Rows of `W` that are looked at together.
    private static final int BLOCK = 16;

    private final Kernels kernels;
    private final Linear base;
    private final Matrix values; // [1][outputs]
    private final double[] baseSquares; // [outputs]
    private final float[] inverseNorms; // [outputs], 0 for a row of zeros
    private final float[] gains; // [outputs]
    private final Matrix weights; // [BLOCK][inputs]

    private Magnitude(Kernels kernels, Linear base, Matrix values, double[] baseSquares) {
        this.kernels = kernels;
        this.base = base;
        this.values = values;
        this.baseSquares = baseSquares;
        this.inverseNorms = new float[base.outputs()];
        this.gains = new float[base.outputs()];
        this.weights = Matrix.zeros(BLOCK, base.inputs());
    }

    /// @param values `[1][outputs]`, read in place
    public Magnitude(Kernels kernels, Linear base, Matrix values) {
        this(kernels, base, values, new double[base.outputs()]);
        Matrix row = Matrix.zeros(1, base.inputs());
        for (int output = 0; output < baseSquares.length; output++) {
            base.copyRow(output, row, 0);
            baseSquares[output] = kernels.squares(row, 0);
        }
    }

    /// Lengths as they are in the base layer, where the layer with a pair whose B is zero equals the base layer.
    public static Magnitude ofBase(Kernels kernels, Linear base) {
        Magnitude magnitude = new Magnitude(kernels, base, Matrix.zeros(1, base.outputs()));
        for (int output = 0; output < base.outputs(); output++) {
            magnitude.values.set(0, output, (float) Math.sqrt(magnitude.baseSquares[output]));
        }
        return magnitude;
    }

    /// The same with other lengths, which are read in place.
    ///
    /// @param others `[1][outputs]`
    public Magnitude over(Matrix others) {
        return new Magnitude(kernels, base, others, baseSquares);
    }

    /// `[1][outputs]`.
    public Matrix values() {
        return values;
    }

    /// `m / ‖W + scale B A‖` of every row, as the last refresh left it; not to be changed.
    public float[] gains() {
        return gains;
    }

    /// Must follow every change of the pair or of [#values].
    void refresh(LowRank pair) {
        int rank = pair.rank();
        Matrix gram = Matrix.zeros(rank, rank);
        kernels.multiplyTransposed(pair.a(), pair.a(), gram);
        Matrix products = Matrix.zeros(BLOCK, rank);
        for (int from = 0; from < inverseNorms.length; from += BLOCK) {
            int count = Math.min(BLOCK, inverseNorms.length - from);
            for (int row = 0; row < count; row++) {
                base.copyRow(from + row, weights, row);
            }
            kernels.multiply(weights.rows(0, count), pair.down(), products.rows(0, count));
            for (int row = 0; row < count; row++) {
                refreshRow(from + row, pair, products.rows(row, 1), gram);
            }
        }
    }

    private void refreshRow(int output, LowRank pair, Matrix product, Matrix gram) {
        Matrix b = pair.b();
        double cross = 0;
        double own = 0;
        for (int k = 0; k < pair.rank(); k++) {
            double left = b.get(output, k);
            cross += left * product.get(0, k);
            double sum = 0;
            for (int l = 0; l < pair.rank(); l++) {
                sum += (double) gram.get(k, l) * b.get(output, l);
            }
            own += left * sum;
        }
        double scale = pair.scale();
        double squares = baseSquares[output] + 2 * scale * cross + scale * scale * own;
        inverseNorms[output] = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        gains[output] = values.get(0, output) * inverseNorms[output];
    }

    /// `y -= bias`, where there is one.
    public void subtractBias(Matrix y) {
        addBias(y, -1);
    }

    /// `y += bias`, where there is one.
    public void addBias(Matrix y) {
        addBias(y, 1);
    }

    private void addBias(Matrix y, float sign) {
        float[] bias = base.bias();
        if (bias != null) {
            Matrix terms = Matrix.of(bias, 1, bias.length);
            for (int row = 0; row < y.rows(); row++) {
                kernels.addScaled(terms, sign, y.rows(row, 1));
            }
        }
    }

    /// `y += g ⊙ x`.
    public void addScaled(Matrix x, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            int from = x.at(row);
            int to = y.at(row);
            for (int column = 0; column < gains.length; column++) {
                y.data()[to + column] += gains[column] * x.data()[from + column];
            }
        }
    }

    /// `y = g ⊙ x`.
    public void scale(Matrix x, Matrix y) {
        for (int row = 0; row < x.rows(); row++) {
            int from = x.at(row);
            int to = y.at(row);
            for (int column = 0; column < gains.length; column++) {
                y.data()[to + column] = gains[column] * x.data()[from + column];
            }
        }
    }

    /// Adds to the gradient of [#values].
    ///
    /// @param dy        gradient of the layer's output
    /// @param direction the output before it was scaled and the bias added
    public void addGradient(Matrix dy, Matrix direction, Matrix gradient) {
        float[] sums = gradient.data();
        int to = gradient.at(0);
        for (int row = 0; row < dy.rows(); row++) {
            int left = dy.at(row);
            int right = direction.at(row);
            for (int column = 0; column < inverseNorms.length; column++) {
                sums[to + column] += dy.data()[left + column] * direction.data()[right + column] * inverseNorms[column];
            }
        }
    }
}
