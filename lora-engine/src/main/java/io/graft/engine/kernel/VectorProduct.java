package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Matrix products with the Vector API: walks the result in tiles.
final class VectorProduct {

    /// Two vectors, so that a tile of eight rows keeps 16 sums in registers.
    static final int WIDTH = 2 * LANES;

    /// The inner dimension is cut evenly, so that a panel and the rows of a tile stay in the second cache level. The
    /// longer the parts, the less often sums are loaded and stored.
    private static final int DEPTH = 1024;

    private VectorProduct() {}

    static void multiply(Left a, Panels b, Matrix c, boolean add) {
        int inner = a.inner();
        if (b.rows() != inner || c.rows() != a.rows() || c.columns() != b.columns()) {
            throw new IllegalArgumentException(a + " times panels [" + b.rows() + "][" + b.columns() + "] is not " + c);
        }
        if (inner == 0 && !add) {
            c.clear();
        }
        int depth = Math.ceilDiv(inner, Math.max(1, Math.ceilDiv(inner, DEPTH)));
        for (int k = 0; k < inner; k += depth) {
            Tile tile = new Tile(a, b, c, Math.min(depth, inner - k), add || k > 0);
            for (int column = 0; column < b.columns(); column += WIDTH) {
                panel(tile, new Place(a, c, a.start() + k * a.step()), b.at(k, column), column);
            }
        }
    }

    /// @param start where the tiles' first column of `a` lies
    private record Place(Left a, Matrix c, int start) {}

    private static void panel(Tile tile, Place place, int bAt, int column) {
        int columns = Math.min(WIDTH, place.c.columns() - column);
        if (columns == WIDTH) {
            full(tile, place, bAt, column);
            return;
        }
        for (int vector = 0; vector < columns; vector += LANES) {
            masked(tile, place, bAt + vector, column + vector);
        }
    }

    private static void full(Tile tile, Place place, int bAt, int column) {
        int rows = place.a.rows();
        for (int row = 0; row < rows; row += Tile.ROWS) {
            int aAt = place.start + row * place.a.row();
            int cAt = place.c.at(row) + column;
            if (rows - row == 1) {
                tile.row(aAt, bAt, cAt);
            } else {
                tile.rows(aAt, bAt, cAt, Math.min(Tile.ROWS, rows - row));
            }
        }
    }

    private static void masked(Tile tile, Place place, int bAt, int column) {
        VectorMask<Float> mask = SPECIES.indexInRange(column, place.c.columns());
        int rows = place.a.rows();
        for (int row = 0; row < rows; row += Tile.NARROW_ROWS) {
            int aAt = place.start + row * place.a.row();
            int cAt = place.c.at(row) + column;
            if (rows - row == 1) {
                tile.row(aAt, bAt, cAt, mask);
            } else {
                tile.rows(aAt, bAt, cAt, Math.min(Tile.NARROW_ROWS, rows - row), mask);
            }
        }
    }

    static float dot(float[] a, int aAt, float[] b, int bAt, int length) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            sum = FloatVector.fromArray(SPECIES, a, aAt + i).fma(FloatVector.fromArray(SPECIES, b, bAt + i), sum);
        }
        if (i < length) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, length);
            sum = FloatVector.fromArray(SPECIES, a, aAt + i, mask)
                    .fma(FloatVector.fromArray(SPECIES, b, bAt + i, mask), sum);
        }
        return LaneSum.of(sum);
    }
}
