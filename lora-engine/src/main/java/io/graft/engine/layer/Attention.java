package io.graft.engine.layer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Shift;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;

/// Causal attention with grouped queries, in tiles of queries: what lies above the diagonal is never computed, and
/// the
/// scores of a whole sequence are never stored. The backward pass computes them again from the logarithms of the sums
/// (FlashAttention, arXiv 2205.14135).
public final class Attention {

    /// Queries whose scores are computed together.
    static final int TILE = 32;

    /// Queries up to which keys are read in place instead of packed first.
    private static final int FEW = 3;

    private final Kernels kernels;
    private final int groups; // query heads that share a key head
    private final int keyHeads;
    private final int headSize;
    private final float scale;

    /// @param heads    query heads, a multiple of `keyHeads`
    /// @param keyHeads key and value heads
    public Attention(Kernels kernels, int heads, int keyHeads, int headSize) {
        this.kernels = kernels;
        this.groups = heads / keyHeads;
        this.keyHeads = keyHeads;
        this.headSize = headSize;
        this.scale = (float) (1 / Math.sqrt(headSize));
    }

    public int keyHeads() {
        return keyHeads;
    }

    public int headSize() {
        return headSize;
    }

    /// What attention reads and writes.
    ///
    /// @param queries `[tokens][heads * headSize]`
    /// @param keys    `[tokens or cache][keyHeads * headSize]`
    /// @param values  like keys
    /// @param out     like queries
    /// @param logSums `[tokens][heads]`, logarithms of the sums of exponentials
    public record State(Matrix queries, Matrix keys, Matrix values, Matrix out, Matrix logSums) {}

    /// Gradients in the shapes of [State].
    ///
    /// @param out    read
    /// @param queries written
    /// @param keys   written
    /// @param values written
    public record Gradients(Matrix out, Matrix queries, Matrix keys, Matrix values) {}

    /// One sequence and key head, with all query heads that share it.
    public void forward(State state, Segment segment, int keyHead, AttentionScratch scratch) {
        Matrix keys = head(state.keys.rows(segment.keyStart(), segment.keys()), keyHead);
        Matrix values = head(state.values.rows(segment.keyStart(), segment.keys()), keyHead);
        Panels packed = segment.queries() <= FEW ? null : scratch.pack(keys, scratch.keyPanels);
        for (int head = keyHead * groups; head < (keyHead + 1) * groups; head++) {
            for (int query = 0; query < segment.queries(); query += TILE) {
                Tile tile = new Tile(segment, query, head);
                Matrix scores = tile.matrix(scratch.scores);
                if (packed == null) {
                    kernels.multiplyTransposed(tile.of(state.queries), keys.rows(0, tile.keys()), scores);
                } else {
                    kernels.multiply(tile.of(state.queries), packed.firstColumns(tile.keys()), scores);
                }
                softmax(state, tile, scores);
                kernels.multiply(scores, rowMajor(values, tile), tile.of(state.out));
            }
        }
    }

    private void softmax(State state, Tile tile, Matrix scores) {
        for (int row = 0; row < scores.rows(); row++) {
            float logSum = kernels.softmax(scores, row, tile.visible(row), scale);
            state.logSums.set(tile.firstRow() + row, tile.head, logSum);
        }
    }

    /// The backward pass of [#forward]: overwrites the gradients of this head's queries, keys and values.
    public void backward(State state, Gradients gradients, Segment segment, Work work) {
        Matrix keys = head(state.keys.rows(segment.keyStart(), segment.keys()), work.keyHead);
        Matrix values = head(state.values.rows(segment.keyStart(), segment.keys()), work.keyHead);
        Matrix keyGradient = head(gradients.keys.rows(segment.keyStart(), segment.keys()), work.keyHead);
        Matrix valueGradient = head(gradients.values.rows(segment.keyStart(), segment.keys()), work.keyHead);
        keyGradient.clear();
        valueGradient.clear();
        Packed packed = new Packed(
                work.scratch.pack(keys, work.scratch.keyPanels), work.scratch.pack(values, work.scratch.valuePanels));
        for (int head = work.keyHead * groups; head < (work.keyHead + 1) * groups; head++) {
            for (int query = 0; query < segment.queries(); query += TILE) {
                Tile tile = new Tile(segment, query, head);
                Matrix probabilities = probabilities(state, tile, packed.keys, work.scratch);
                Matrix scores = scoreGradient(state, gradients, tile, packed.values, work.scratch);
                kernels.multiply(scores, rowMajor(keys, tile), tile.of(gradients.queries));
                addTransposed(scores, tile.of(state.queries), keyGradient, work.scratch);
                addTransposed(probabilities, tile.of(gradients.out), valueGradient, work.scratch);
            }
        }
    }

    /// The key head to work on and the thread's memory.
    public record Work(int keyHead, AttentionScratch scratch) {}

    private record Packed(Panels keys, Panels values) {}

    private Matrix probabilities(State state, Tile tile, Panels keys, AttentionScratch scratch) {
        Matrix scores = tile.matrix(scratch.scores);
        kernels.multiply(tile.of(state.queries), keys.firstColumns(tile.keys()), scores);
        for (int row = 0; row < scores.rows(); row++) {
            float logSum = state.logSums.get(tile.firstRow() + row, tile.head);
            kernels.exponentials(scores, row, tile.visible(row), new Shift(scale, logSum));
        }
        return scores;
    }

    private Matrix scoreGradient(State state, Gradients g, Tile tile, Panels values, AttentionScratch scratch) {
        Matrix result = tile.matrix(scratch.gradients);
        Matrix outGradient = tile.of(g.out);
        kernels.multiply(outGradient, values.firstColumns(tile.keys()), result);
        Matrix out = tile.of(state.out);
        Matrix probabilities = tile.matrix(scratch.scores);
        for (int row = 0; row < result.rows(); row++) {
            float mean = kernels.dot(out, outGradient, row);
            kernels.softmaxBackward(probabilities, result, row, new Shift(scale, mean));
        }
        return result;
    }

    /// `sum[keys] += tileᵀ x`.
    private void addTransposed(Matrix tile, Matrix x, Matrix sum, AttentionScratch scratch) {
        Matrix transposed = scratch.transposed.rows(0, tile.columns()).columns(0, tile.rows());
        kernels.transpose(tile, transposed);
        kernels.multiplyAdd(transposed, Panels.of(x, kernels.panelWidth()), sum.rows(0, tile.columns()));
    }

    private Panels rowMajor(Matrix head, Tile tile) {
        return Panels.of(head.rows(0, tile.keys()), kernels.panelWidth());
    }

    private Matrix head(Matrix rows, int head) {
        return rows.columns(head * headSize, headSize);
    }

    /// Some neighbouring queries of one head, and the keys that the last of them sees.
    private final class Tile {

        private final Segment segment;
        private final int query;
        private final int head;
        private final int rows;

        Tile(Segment segment, int query, int head) {
            this.segment = segment;
            this.query = query;
            this.head = head;
            this.rows = Math.min(TILE, segment.queries() - query);
        }

        int firstRow() {
            return segment.queryStart() + query;
        }

        int keys() {
            return segment.visible(query + rows - 1);
        }

        int visible(int row) {
            return segment.visible(query + row);
        }

        Matrix of(Matrix tokens) {
            return head(tokens.rows(firstRow(), rows), head);
        }

        Matrix matrix(float[] memory) {
            return Matrix.of(memory, rows, keys());
        }
    }
}
