package io.graft.engine.kernel;

import static io.graft.engine.kernel.Tile.LANES;
import static io.graft.engine.kernel.Tile.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Root-mean-square norms of one row with the Vector API.
final class VectorNorm {

    private VectorNorm() {}

    /// Writes the normed row and returns the inverse root mean square.
    static float forward(float[] x, int xAt, NormWeight weight, float[] y, int yAt) {
        float[] scale = weight.scale();
        int length = scale.length;
        float mean = VectorProduct.dot(x, xAt, x, xAt, length) / length;
        float inverse = (float) (1 / Math.sqrt(mean + weight.epsilon()));
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, length);
            fromArray(SPECIES, x, xAt + i, mask)
                    .mul(inverse)
                    .mul(fromArray(SPECIES, scale, i, mask))
                    .intoArray(y, yAt + i, mask);
        }
        return inverse;
    }

    static void backward(NormGradient gradient, int row, NormWeight weight, float[] dx, int dxAt) {
        float[] x = gradient.x().data();
        int xAt = gradient.x().at(row);
        float[] dy = gradient.dy().data();
        int dyAt = gradient.dy().at(row);
        float inverse = gradient.inverse().get(row, 0);
        int length = weight.scale().length;
        float sum = weighted(gradient, row, weight.scale());
        float pull = sum * inverse * inverse * inverse / length;
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, length);
            FloatVector direct = fromArray(SPECIES, dy, dyAt + i, mask)
                    .mul(fromArray(SPECIES, weight.scale(), i, mask))
                    .mul(inverse);
            fromArray(SPECIES, dx, dxAt + i, mask)
                    .add(direct)
                    .sub(fromArray(SPECIES, x, xAt + i, mask).mul(pull))
                    .intoArray(dx, dxAt + i, mask);
        }
    }

    private static float weighted(NormGradient gradient, int row, float[] scale) {
        float[] x = gradient.x().data();
        int xAt = gradient.x().at(row);
        float[] dy = gradient.dy().data();
        int dyAt = gradient.dy().at(row);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < scale.length; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, scale.length);
            FloatVector product = fromArray(SPECIES, dy, dyAt + i, mask).mul(fromArray(SPECIES, scale, i, mask));
            sum = product.fma(fromArray(SPECIES, x, xAt + i, mask), sum);
        }
        return LaneSum.of(sum);
    }
}
