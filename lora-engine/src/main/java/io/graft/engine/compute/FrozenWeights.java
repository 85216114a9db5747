package io.graft.engine.compute;

import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;

/// The weights `W[outputs][inputs]` of a frozen linear layer, packed once in the form that a library multiplies
/// fastest. Any number of threads may use them at once; each product runs on the calling thread.
public interface FrozenWeights {

    /// Rows up to which a product takes as long as its weights take to be read, so that threads should share the
    /// weights rather than the rows.
    int FEW_ROWS = 16;

    int inputs();

    int outputs();

    /// `y = x Wᵀ`, or `y += x Wᵀ`.
    void forward(Matrix x, Matrix y, Sum sum);

    /// `dx = dy W`, or `dx += dy W`.
    void backward(Matrix dy, Matrix dx, Sum sum);

    /// [#backward] `dx = dy W` for the gradient of a loss by logits. It holds one large element and thousands of
    /// small ones that matter together, so an implementation that rounds must round it finely.
    default void backwardOfLoss(Matrix dy, Matrix dx) {
        backward(dy, dx, Sum.SET);
    }

    /// Copies row `output` of `W` to `target` from `at` on.
    void copyRow(int output, float[] target, int at);

    /// Parts start at multiples of this, in outputs.
    int granularity();

    /// The way to `count` outputs from `from` on, so that threads can share a product with few rows.
    ///
    /// @param from a multiple of [#granularity]
    Part part(int from, int count);

    /// [FrozenWeights#forward] to some outputs.
    @FunctionalInterface
    interface Part {

        /// @param y of these outputs
        void forward(Matrix x, Matrix y, Sum sum);
    }

    /// Packs what [#backward] needs now instead of at its first use. Must not be called while another thread uses them.
    default void prepareBackward() {}

    /// Bytes that the packed forms take.
    long bytes();

    /// Bytes that they take once [#prepareBackward] was called.
    default long bytesWithBackward() {
        return bytes();
    }

    /// Whether they lie in Java's heap.
    default boolean inHeap() {
        return true;
    }
}
