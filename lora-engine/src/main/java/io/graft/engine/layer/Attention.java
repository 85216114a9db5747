package io.graft.engine.layer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Shift;
import io.graft.engine.kernel.SoftCap;
import io.graft.engine.kernel.SoftmaxGradient;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import org.jspecify.annotations.Nullable;

/// Causal attention with grouped queries, in tiles of queries: what lies above the diagonal or before the window is
/// never computed, and the scores of a whole sequence are never stored. The backward pass computes them again from the
/// logarithms of the sums (FlashAttention, arXiv 2205.14135).
public final class Attention {

    /// Queries whose scores are computed together.
    static final int TILE = 32;

    private final Kernels kernels;
    private final AttentionShape shape;
    private final @Nullable SoftCap cap;

    public Attention(Kernels kernels, AttentionShape shape) {
        this.kernels = kernels;
        this.shape = shape;
        this.cap = shape.cap();
    }

    public AttentionShape shape() {
        return shape;
    }

    public int keyHeads() {
        return shape.keyHeads();
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
    /// @param keys   written by [#gather]
    /// @param values likewise
    /// @param keyShares   what each query head adds to the keys, `[tokens][heads * headSize]`; `keys` itself
    ///                    where no head shares its keys
    /// @param valueShares likewise
    public record Gradients(
            Matrix out, Matrix queries, Matrix keys, Matrix values, Matrix keyShares, Matrix valueShares) {}

    /// Neighbouring query heads that share their keys.
    public record Heads(int first, int count) {}

    /// All query heads of a key head.
    public Heads sharing(int keyHead) {
        return new Heads(keyHead * shape.headsPerKeyHead(), shape.headsPerKeyHead());
    }

    /// What the queries of one key head see.
    ///
    /// @param keys    `[headSize][keys]`
    /// @param values  `[keys][headSize]`
    /// @param segment where the queries lie; its keys are columns of `keys` and rows of `values`, from the first on
    public record Seen(Panels keys, Matrix values, Segment segment) {}

    /// The forward pass of some heads that share a key head, for one sequence: overwrites their columns of `out` and of
    /// the sums of its rows.
    public void forward(State state, Segment sequence, Heads heads, AttentionScratch scratch) {
        int keyHead = heads.first / shape.headsPerKeyHead();
        Segment segment = sequence.within(shape.window());
        Matrix keys = head(state.keys.rows(segment.keyStart(), segment.keys()), keyHead);
        Matrix values = head(state.values.rows(segment.keyStart(), segment.keys()), keyHead);
        forward(state, new Seen(scratch.pack(keys, scratch.keyPanels), values, segment), heads, scratch);
    }

    /// [#forward] over keys and values that are not in `state`. A single query takes the heads together, so that keys
    /// and values are read once for all of them.
    public void forward(State state, Seen seen, Heads heads, AttentionScratch scratch) {
        Segment segment = seen.segment;
        int together = segment.queries() == 1 ? Math.min(TILE, heads.count) : 1;
        for (int head = 0; head < heads.count; head += together) {
            Heads some = new Heads(heads.first + head, Math.min(together, heads.count - head));
            for (int query = 0; query < segment.queries(); query += TILE) {
                forward(state, seen, new Tile(segment, query, some), scratch);
            }
        }
    }

    private void forward(State state, Seen seen, Tile tile, AttentionScratch scratch) {
        Matrix scores = tile.matrix(scratch.scores);
        kernels.multiply(tile.of(state.queries), tile.seen(seen.keys), scores);
        softmax(state, tile, scores);
        kernels.multiply(scores, rowMajor(seen.values, tile), tile.of(state.out));
    }

    private void softmax(State state, Tile tile, Matrix scores) {
        if (cap != null) {
            kernels.softCap(scores, cap);
        }
        for (int row = 0; row < scores.rows(); row++) {
            int first = tile.clearBefore(scores, row);
            Matrix seen = first == 0 ? scores : scores.columns(first, scores.columns() - first);
            float logSum = kernels.softmax(seen, row, tile.visible(row), shape.scaleAfterCap());
            state.logSums.set(tile.tokenOf(row), tile.headOf(row), logSum);
        }
    }

    /// The backward pass of [#forward] for one head: overwrites the gradient of its queries and its shares of those of
    /// keys and values. Heads do not depend on each other; [#gather] follows when all are done.
    public void backward(State state, Gradients gradients, Segment segment, Work work) {
        AttentionScratch scratch = work.scratch;
        int keyHead = work.head / shape.headsPerKeyHead();
        Matrix keys = head(state.keys.rows(segment.keyStart(), segment.keys()), keyHead);
        Matrix values = head(state.values.rows(segment.keyStart(), segment.keys()), keyHead);
        Matrix keyShare = head(gradients.keyShares.rows(segment.keyStart(), segment.keys()), work.head);
        Matrix valueShare = head(gradients.valueShares.rows(segment.keyStart(), segment.keys()), work.head);
        keyShare.clear();
        valueShare.clear();
        Packed packed = new Packed(scratch.pack(keys, scratch.keyPanels), scratch.pack(values, scratch.valuePanels));
        for (int query = 0; query < segment.queries(); query += TILE) {
            Tile tile = new Tile(segment, query, new Heads(work.head, 1));
            Matrix probabilities = probabilities(state, tile, packed.keys, scratch);
            Matrix scores = scoreGradient(state, gradients, tile, packed.values, scratch);
            kernels.multiply(scores, rowMajor(keys, tile), tile.of(gradients.queries));
            addTransposed(scores, tile.of(state.queries), tile.seen(keyShare));
            addTransposed(probabilities, tile.of(gradients.out), tile.seen(valueShare));
        }
    }

    /// The query head to work on and the thread's memory.
    public record Work(int head, AttentionScratch scratch) {}

    /// Sums up the shares of some rows' keys and values, always in the same order.
    ///
    /// @param gradients of these rows
    public void gather(Gradients gradients) {
        if (shape.headsPerKeyHead() > 1) {
            gather(gradients.keyShares, gradients.keys);
            gather(gradients.valueShares, gradients.values);
        }
    }

    private void gather(Matrix shares, Matrix sums) {
        for (int keyHead = 0; keyHead < shape.keyHeads(); keyHead++) {
            Heads heads = sharing(keyHead);
            Matrix sum = head(sums, keyHead);
            sum.copyFrom(head(shares, heads.first));
            for (int head = heads.first + 1; head < heads.first + heads.count; head++) {
                kernels.add(head(shares, head), sum);
            }
        }
    }

    private record Packed(Panels keys, Panels values) {}

    private Matrix probabilities(State state, Tile tile, Panels keys, AttentionScratch scratch) {
        Matrix scores = tile.matrix(scratch.scores);
        kernels.multiply(tile.of(state.queries), tile.seen(keys), scores);
        if (cap != null) {
            kernels.softCap(scores, cap, tile.matrix(scratch.slopes));
        }
        for (int row = 0; row < scores.rows(); row++) {
            float logSum = state.logSums.get(tile.tokenOf(row), tile.headOf(row));
            int first = tile.clearBefore(scores, row);
            Matrix seen = first == 0 ? scores : scores.columns(first, scores.columns() - first);
            kernels.exponentials(seen, row, tile.visible(row), new Shift(shape.scaleAfterCap(), logSum));
        }
        return scores;
    }

    private Matrix scoreGradient(State state, Gradients g, Tile tile, Panels values, AttentionScratch scratch) {
        Matrix result = tile.matrix(scratch.gradients);
        Matrix outGradient = tile.of(g.out);
        kernels.multiply(outGradient, tile.seen(values), result);
        Matrix out = tile.of(state.out);
        Matrix probabilities = tile.matrix(scratch.scores);
        for (int row = 0; row < result.rows(); row++) {
            if (tile.visible(row) == 1) {
                result.rows(row, 1).clear(); // a probability of 1 whatever the score: Adam would blow up rounding
            } else {
                float mean = kernels.dot(out, outGradient, row);
                kernels.softmaxBackward(probabilities, result, row, new SoftmaxGradient(mean, shape.scale()));
            }
        }
        if (cap != null) {
            kernels.multiplyElements(tile.matrix(scratch.slopes), result);
        }
        return result;
    }

    /// `sum += tileᵀ x`.
    private void addTransposed(Matrix tile, Matrix x, Matrix sum) {
        kernels.multiplyAddTransposed(tile, Panels.of(x, kernels.panelWidth()), sum);
    }

    private Panels rowMajor(Matrix head, Tile tile) {
        return Panels.of(tile.seen(head), kernels.panelWidth());
    }

    private Matrix head(Matrix rows, int head) {
        return rows.columns(head * shape.headSize(), shape.headSize());
    }

    /// Some neighbouring queries of one head, or one query of some neighbouring heads that share their keys: the rows.
    /// And the keys that any of them sees.
    private final class Tile {

        private final Segment segment;
        private final int query;
        private final Heads heads;
        private final int rows;
        private final int firstKey; // a multiple of the panel width
        private final int keys;

        Tile(Segment segment, int query, Heads heads) {
            this.segment = segment;
            this.query = query;
            this.heads = heads;
            int queries = Math.min(TILE, segment.queries() - query);
            this.rows = queries * heads.count;
            int width = kernels.panelWidth();
            this.firstKey = segment.firstVisible(query, shape.window()) / width * width;
            this.keys = segment.visible(query + queries - 1) - firstKey;
        }

        private int queryOf(int row) {
            return heads.count == 1 ? query + row : query;
        }

        int tokenOf(int row) {
            return segment.queryStart() + queryOf(row);
        }

        int headOf(int row) {
            return heads.count == 1 ? heads.first : heads.first + row;
        }

        /// Makes the columns of a row that lie before its window zero; returns how many they are.
        int clearBefore(Matrix tile, int row) {
            int first = segment.firstVisible(queryOf(row), shape.window()) - firstKey;
            if (first > 0) {
                tile.rows(row, 1).columns(0, first).clear();
            }
            return first;
        }

        /// Columns from the first visible one on that a row sees.
        int visible(int row) {
            return Math.min(segment.visible(queryOf(row)), shape.window());
        }

        /// The rows' part of `[tokens][heads * headSize]`.
        Matrix of(Matrix tokens) {
            if (heads.count == 1) {
                return head(tokens.rows(tokenOf(0), rows), heads.first);
            }
            int from = tokens.at(tokenOf(0)) + heads.first * shape.headSize();
            return Matrix.at(tokens.data(), from, heads.count, shape.headSize());
        }

        Matrix matrix(float[] memory) {
            return Matrix.of(memory, rows, keys);
        }

        Matrix seen(Matrix keyRows) {
            return keyRows.rows(firstKey, keys);
        }

        Panels seen(Panels packed) {
            return packed.columns(firstKey, keys);
        }
    }
}
