package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The inner loops of a matrix product: a tile of the result stays in registers while the inner dimension passes by.
///
/// A tile of eight rows serves five to eight, one of four rows two to four: surplus rows repeat the last one and store
/// the same values again.
/// The compiler keeps sums in registers only where each is a variable of its own, hence the length.
final class Tile {

    /// Rows of a tile of two vectors. Vectors of eight floats are AVX2, which has sixteen registers: sums of eight
    /// rows would not fit.
    static final int ROWS = LANES == 8 ? 4 : 8;

    /// Rows of a tile of one vector: with more, the first compiler runs out of registers, gives the method up for good,
    /// and it is never optimised.
    static final int NARROW_ROWS = 4;

    private final float[] a;
    private final int aRow; // from one row to the next
    private final int aStep; // from one step of the inner dimension to the next
    private final float[] b;
    private final int bStride;
    private final float[] c;
    private final int cStride;
    private final int depth;
    private final boolean add;

    /// @param depth how much of the inner dimension a tile covers
    /// @param add   whether the result so far is loaded first
    Tile(Left a, Panels b, Matrix c, int depth, boolean add) {
        this.a = a.data();
        this.aRow = a.row();
        this.aStep = a.step();
        this.b = b.data();
        this.bStride = b.rowStride();
        this.c = c.data();
        this.cStride = c.stride();
        this.depth = depth;
        this.add = add;
    }

    private FloatVector start(int at) {
        return add ? fromArray(SPECIES, c, at) : FloatVector.zero(SPECIES);
    }

    private FloatVector start(int at, VectorMask<Float> mask) {
        return add ? fromArray(SPECIES, c, at, mask) : FloatVector.zero(SPECIES);
    }

    /// One row, two vectors of columns.
    void row(int aAt, int bAt, int cAt) {
        FloatVector left = start(cAt);
        FloatVector right = start(cAt + LANES);
        int at = bAt;
        int from = 0;
        for (int k = 0; k < depth; k++, at += bStride, from += aStep) {
            FloatVector x = broadcast(SPECIES, a[aAt + from]);
            left = x.fma(fromArray(SPECIES, b, at), left);
            right = x.fma(fromArray(SPECIES, b, at + LANES), right);
        }
        left.intoArray(c, cAt);
        right.intoArray(c, cAt + LANES);
    }

    /// One row, the columns of one vector that `mask` selects.
    void row(int aAt, int bAt, int cAt, VectorMask<Float> mask) {
        FloatVector sum = start(cAt, mask);
        int at = bAt;
        int from = 0;
        for (int k = 0; k < depth; k++, at += bStride, from += aStep) {
            sum = broadcast(SPECIES, a[aAt + from]).fma(fromArray(SPECIES, b, at, mask), sum);
        }
        sum.intoArray(c, cAt, mask);
    }

    /// Up to [#ROWS] rows, two vectors of columns.
    void rows(int aAt, int bAt, int cAt, int rows) {
        if (rows > 4) {
            eightRows(aAt, bAt, cAt, rows);
        } else {
            fourRows(aAt, bAt, cAt, rows);
        }
    }

    private void fourRows(int aAt, int bAt, int cAt, int rows) {
        final float[] a = this.a;
        final float[] b = this.b;
        final int step = bStride;
        final int aStep = this.aStep;
        final int last = rows - 1;
        final int a1 = aAt + Math.min(1, last) * aRow;
        final int a2 = aAt + Math.min(2, last) * aRow;
        final int a3 = aAt + last * aRow;
        final int c1 = cAt + Math.min(1, last) * cStride;
        final int c2 = cAt + Math.min(2, last) * cStride;
        final int c3 = cAt + last * cStride;
        FloatVector l0 = start(cAt);
        FloatVector r0 = start(cAt + LANES);
        FloatVector l1 = start(c1);
        FloatVector r1 = start(c1 + LANES);
        FloatVector l2 = start(c2);
        FloatVector r2 = start(c2 + LANES);
        FloatVector l3 = start(c3);
        FloatVector r3 = start(c3 + LANES);
        int at = bAt;
        int from = 0;
        for (int k = 0; k < depth; k++, at += step, from += aStep) {
            FloatVector left = fromArray(SPECIES, b, at);
            FloatVector right = fromArray(SPECIES, b, at + LANES);
            FloatVector x = broadcast(SPECIES, a[aAt + from]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = broadcast(SPECIES, a[a1 + from]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = broadcast(SPECIES, a[a2 + from]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = broadcast(SPECIES, a[a3 + from]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, c1);
        r1.intoArray(c, c1 + LANES);
        l2.intoArray(c, c2);
        r2.intoArray(c, c2 + LANES);
        l3.intoArray(c, c3);
        r3.intoArray(c, c3 + LANES);
    }

    private void eightRows(int aAt, int bAt, int cAt, int rows) {
        final float[] a = this.a;
        final float[] b = this.b;
        final int step = bStride;
        final int aStep = this.aStep;
        final int last = rows - 1;
        final int a1 = aAt + Math.min(1, last) * aRow;
        final int a2 = aAt + Math.min(2, last) * aRow;
        final int a3 = aAt + Math.min(3, last) * aRow;
        final int a4 = aAt + Math.min(4, last) * aRow;
        final int a5 = aAt + Math.min(5, last) * aRow;
        final int a6 = aAt + Math.min(6, last) * aRow;
        final int a7 = aAt + last * aRow;
        final int c1 = cAt + Math.min(1, last) * cStride;
        final int c2 = cAt + Math.min(2, last) * cStride;
        final int c3 = cAt + Math.min(3, last) * cStride;
        final int c4 = cAt + Math.min(4, last) * cStride;
        final int c5 = cAt + Math.min(5, last) * cStride;
        final int c6 = cAt + Math.min(6, last) * cStride;
        final int c7 = cAt + last * cStride;
        FloatVector l0 = start(cAt);
        FloatVector r0 = start(cAt + LANES);
        FloatVector l1 = start(c1);
        FloatVector r1 = start(c1 + LANES);
        FloatVector l2 = start(c2);
        FloatVector r2 = start(c2 + LANES);
        FloatVector l3 = start(c3);
        FloatVector r3 = start(c3 + LANES);
        FloatVector l4 = start(c4);
        FloatVector r4 = start(c4 + LANES);
        FloatVector l5 = start(c5);
        FloatVector r5 = start(c5 + LANES);
        FloatVector l6 = start(c6);
        FloatVector r6 = start(c6 + LANES);
        FloatVector l7 = start(c7);
        FloatVector r7 = start(c7 + LANES);
        int at = bAt;
        int from = 0;
        for (int k = 0; k < depth; k++, at += step, from += aStep) {
            FloatVector left = fromArray(SPECIES, b, at);
            FloatVector right = fromArray(SPECIES, b, at + LANES);
            FloatVector x = broadcast(SPECIES, a[aAt + from]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = broadcast(SPECIES, a[a1 + from]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = broadcast(SPECIES, a[a2 + from]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = broadcast(SPECIES, a[a3 + from]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = broadcast(SPECIES, a[a4 + from]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = broadcast(SPECIES, a[a5 + from]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = broadcast(SPECIES, a[a6 + from]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = broadcast(SPECIES, a[a7 + from]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, c1);
        r1.intoArray(c, c1 + LANES);
        l2.intoArray(c, c2);
        r2.intoArray(c, c2 + LANES);
        l3.intoArray(c, c3);
        r3.intoArray(c, c3 + LANES);
        l4.intoArray(c, c4);
        r4.intoArray(c, c4 + LANES);
        l5.intoArray(c, c5);
        r5.intoArray(c, c5 + LANES);
        l6.intoArray(c, c6);
        r6.intoArray(c, c6 + LANES);
        l7.intoArray(c, c7);
        r7.intoArray(c, c7 + LANES);
    }

    /// Up to four rows, the columns of one vector that `mask` selects.
    void rows(int aAt, int bAt, int cAt, int rows, VectorMask<Float> mask) {
        final float[] a = this.a;
        final float[] b = this.b;
        final int step = bStride;
        final int aStep = this.aStep;
        final int last = rows - 1;
        final int a1 = aAt + Math.min(1, last) * aRow;
        final int a2 = aAt + Math.min(2, last) * aRow;
        final int a3 = aAt + last * aRow;
        final int c1 = cAt + Math.min(1, last) * cStride;
        final int c2 = cAt + Math.min(2, last) * cStride;
        final int c3 = cAt + last * cStride;
        FloatVector s0 = start(cAt, mask);
        FloatVector s1 = start(c1, mask);
        FloatVector s2 = start(c2, mask);
        FloatVector s3 = start(c3, mask);
        int at = bAt;
        int from = 0;
        for (int k = 0; k < depth; k++, at += step, from += aStep) {
            FloatVector y = fromArray(SPECIES, b, at, mask);
            s0 = broadcast(SPECIES, a[aAt + from]).fma(y, s0);
            s1 = broadcast(SPECIES, a[a1 + from]).fma(y, s1);
            s2 = broadcast(SPECIES, a[a2 + from]).fma(y, s2);
            s3 = broadcast(SPECIES, a[a3 + from]).fma(y, s3);
        }
        s0.intoArray(c, cAt, mask);
        s1.intoArray(c, c1, mask);
        s2.intoArray(c, c2, mask);
        s3.intoArray(c, c3, mask);
    }
}
