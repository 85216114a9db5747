package io.graft.engine.layer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;

/// Memory of one thread for attention: a tile of scores and the packed keys and values of one head.
public final class AttentionScratch {

    final float[] keyPanels;
    final float[] valuePanels;
    final float[] scores; // [tile][keys]
    final float[] gradients; // [tile][keys]
    final float[] slopes; // [tile][keys] of the soft cap
    private final int width;

    private AttentionScratch(Kernels kernels, AttentionShape shape, int keys, boolean backward) {
        this.width = kernels.panelWidth();
        int packed = Panels.packedSize(shape.headSize(), keys, width);
        int tile = Attention.TILE * keys;
        this.keyPanels = new float[packed];
        this.valuePanels = new float[backward ? packed : 0];
        this.scores = new float[tile];
        this.gradients = new float[backward ? tile : 0];
        this.slopes = new float[backward && shape.softCap() != null ? tile : 0];
    }

    /// Room for sequences of up to `keys` keys, forward only.
    public static AttentionScratch forInference(Kernels kernels, AttentionShape shape, int keys) {
        return new AttentionScratch(kernels, shape, keys, false);
    }

    /// Room for sequences of up to `keys` keys, forward and backward.
    public static AttentionScratch forTraining(Kernels kernels, AttentionShape shape, int keys) {
        return new AttentionScratch(kernels, shape, keys, true);
    }

    /// Packs the transpose of one head's keys or values.
    Panels pack(Matrix head, float[] memory) {
        Panels panels = Panels.packed(memory, /* rows= */ head.columns(), /* columns= */ head.rows(), width);
        panels.fillTransposed(head);
        return panels;
    }
}
