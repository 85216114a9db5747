package io.graft.engine.layer;

import io.graft.engine.kernel.DropoutMask;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import org.jspecify.annotations.Nullable;

/// A pair of low-rank matrices beside a frozen linear layer: `y += scale * (x Aᵀ) Bᵀ` (LoRA, arXiv 2106.09685).
///
/// Each of the four products reads its matrix along rows; [#refresh] renews the two transposed copies after an
/// update.
public final class LowRank {

    private final Kernels kernels;
    private final float scale;
    private final Matrix a; // [rank][inputs]
    private final Matrix bTransposed; // [rank][outputs]
    private final Matrix aTransposed; // [inputs][rank]
    private final Matrix b; // [outputs][rank]
    private final Panels down;
    private final Panels up;
    private final Panels upBack;
    private final Panels downBack;

    /// @param a           `[rank][inputs]`, read in place
    /// @param bTransposed `[rank][outputs]`, read in place
    public LowRank(Kernels kernels, float scale, Matrix a, Matrix bTransposed) {
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
        refresh();
    }

    /// The same pair on memory of its own.
    public LowRank copy() {
        Matrix ownA = Matrix.zeros(a.rows(), a.columns());
        Matrix ownB = Matrix.zeros(bTransposed.rows(), bTransposed.columns());
        ownA.copyFrom(a);
        ownB.copyFrom(bTransposed);
        return new LowRank(kernels, scale, ownA, ownB);
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

    /// Must follow every change of [#a] or [#bTransposed].
    public void refresh() {
        kernels.transpose(a, aTransposed);
        kernels.transpose(bTransposed, b);
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
    ///
    /// @param transposed scratch, `[rank][rows]`
    public static void addGradient(Kernels kernels, Matrix z, Matrix x, Matrix gradient, Matrix transposed) {
        kernels.transpose(z, transposed);
        kernels.multiplyAdd(transposed, Panels.of(x, kernels.panelWidth()), gradient);
    }

    /// Where a pair's gradients are summed up.
    ///
    /// @param a           `[rank][inputs]`
    /// @param bTransposed `[rank][outputs]`
    public record Gradient(Matrix a, Matrix bTransposed) {}

    /// The input as the pair sees it: `x` itself, or its dropped copy in `scratch`.
    public static Matrix seen(Kernels kernels, Matrix x, @Nullable DropoutMask mask, Matrix scratch) {
        if (mask == null) {
            return x;
        }
        kernels.dropout(x, mask, scratch);
        return scratch;
    }
}
