package io.graft.engine.layer;

import io.graft.engine.kernel.DropoutMask;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import org.jspecify.annotations.Nullable;

/// A pair of low-rank matrices beside a frozen linear layer: `y += scale * (x Aᵀ) Bᵀ` (LoRA, arXiv 2106.09685).
///
/// Each of the four products reads its matrix along rows; [#refresh] renews the two transposed copies after an
/// update. With a [Magnitude] the pair changes the direction of the layer's rows only; who has the layer applies it.
public final class LowRank {

    private final Kernels kernels;
    private final float scale;
    private final Matrix a; // [rank][inputs]
    private final Matrix bTransposed; // [rank][outputs]
    private final Matrix aTransposed; // [inputs][rank]
    private final Matrix b; // [outputs][rank]
    private final Panels down; // Aᵀ: inputs to rank
    private final Panels up; // Bᵀ: rank to outputs
    private final Panels upBack; // B: outputs to rank
    private final Panels downBack; // A: rank to inputs
    private final @Nullable Magnitude magnitude;

    /// @param a           `[rank][inputs]`, read in place
    /// @param bTransposed `[rank][outputs]`, read in place
    public LowRank(Kernels kernels, float scale, Matrix a, Matrix bTransposed) {
        this(kernels, scale, a, bTransposed, null);
    }

    private LowRank(Kernels kernels, float scale, Matrix a, Matrix bTransposed, @Nullable Magnitude magnitude) {
        this.kernels = kernels;
        this.scale = scale;
        this.a = a;
        this.bTransposed = bTransposed;
        this.aTransposed = Matrix.zeros(/* rows= */ a.columns(), /* columns= */ a.rows());
        this.b = Matrix.zeros(/* rows= */ bTransposed.columns(), /* columns= */ bTransposed.rows());
        int width = kernels.panelWidth();
        this.down = Panels.of(aTransposed, width);
        this.up = Panels.of(bTransposed, width);
        this.upBack = Panels.of(b, width);
        this.downBack = Panels.of(a, width);
        this.magnitude = magnitude;
        refresh();
    }

    /// The same pair, which now changes directions only.
    public LowRank with(Magnitude lengths) {
        return new LowRank(kernels, scale, a, bTransposed, lengths);
    }

    /// The same pair on memory of its own.
    public LowRank copy() {
        Magnitude lengths = magnitude;
        return new LowRank(
                kernels,
                scale,
                copy(a),
                copy(bTransposed),
                lengths == null ? null : lengths.over(copy(lengths.values())));
    }

    private static Matrix copy(Matrix from) {
        Matrix own = Matrix.zeros(from.rows(), from.columns());
        own.copyFrom(from);
        return own;
    }

    /// What the product of the matrices is multiplied by.
    public float scale() {
        return scale;
    }

    /// The learned lengths of the layer's rows, or null if the pair only adds.
    public @Nullable Magnitude magnitude() {
        return magnitude;
    }

    /// Numbers that training changes.
    public int parameters() {
        return rank() * (inputs() + outputs()) + (magnitude == null ? 0 : outputs());
    }

    /// `Aᵀ` as the right side of a product.
    Panels down() {
        return down;
    }

    public int rank() {
        return a.rows();
    }

    public int inputs() {
        return a.columns();
    }

    public int outputs() {
        return bTransposed.columns();
    }

    /// `[rank][inputs]`.
    public Matrix a() {
        return a;
    }

    /// `[outputs][rank]`.
    public Matrix b() {
        return b;
    }

    /// `[rank][outputs]`.
    public Matrix bTransposed() {
        return bTransposed;
    }

    /// Must follow every change of [#a], [#bTransposed] or the lengths of [#magnitude].
    public void refresh() {
        kernels.transpose(a, aTransposed);
        kernels.transpose(bTransposed, b);
        if (magnitude != null) {
            magnitude.refresh(this);
        }
    }

    /// `z = scale * x Aᵀ`, then `y += z Bᵀ`; `z` (`[rows][rank]`) is kept for the backward pass.
    public void forward(Matrix x, Matrix z, Matrix y) {
        kernels.multiply(x, down, z);
        kernels.scale(z, scale);
        kernels.multiplyAdd(z, up, y);
    }

    /// `dz = scale * dy B`: all that the gradient of A needs.
    public void backward(Matrix dy, Matrix dz) {
        kernels.multiply(dy, upBack, dz);
        kernels.scale(dz, scale);
    }

    /// `dx += dz A`, the share of the input's gradient.
    public void backwardInput(Matrix dz, Matrix dx) {
        kernels.multiplyAdd(dz, downBack, dx);
    }

    /// [#backwardInput] where the input went through a dropout; `scratch` is `[rows][inputs]`.
    public void backwardInput(Matrix dz, Matrix dx, Matrix scratch, DropoutMask mask) {
        kernels.multiply(dz, downBack, scratch);
        kernels.dropoutBackward(scratch, mask, dx);
    }

    /// `gradient += zᵀ x`: the gradient of A from `dz` and `x`, and of Bᵀ from `z` and `dy`.
    public static void addGradient(Kernels kernels, Matrix z, Matrix x, Matrix gradient) {
        kernels.multiplyAddTransposed(z, Panels.of(x, kernels.panelWidth()), gradient);
    }

    /// Where a pair's gradients are summed up.
    ///
    /// @param a           `[rank][inputs]`
    /// @param bTransposed `[rank][outputs]`
    /// @param magnitude   `[1][outputs]` where the pair has a [Magnitude], otherwise null
    public record Gradient(
            Matrix a, Matrix bTransposed, @Nullable Matrix magnitude) {

        /// Of a pair that only adds.
        public Gradient(Matrix a, Matrix bTransposed) {
            this(a, bTransposed, null);
        }
    }
}
