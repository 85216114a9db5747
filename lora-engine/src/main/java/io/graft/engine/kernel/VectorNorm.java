package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.graft.engine.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Root-mean-square norms of groups of neighbouring columns with the Vector API.
final class VectorNorm {

    private VectorNorm() {}

    static void forward(Matrix x, NormWeight weight, Matrix y, Matrix inverse, Sum sum) {
        int size = weight.size();
        for (int row = 0; row < x.rows(); row++) {
            for (int group = 0; group * size < x.columns(); group++) {
                int first = group * size;
                float root = inverse(x.data(), x.at(row) + first, weight);
                inverse.set(row, group, root);
                if (sum == Sum.SET) {
                    put(x.data(), x.at(row) + first, weight.scale(), root, y.data(), y.at(row) + first);
                } else {
                    add(x.data(), x.at(row) + first, weight.scale(), root, y.data(), y.at(row) + first);
                }
            }
        }
    }

    private static float inverse(float[] x, int at, NormWeight weight) {
        float mean = VectorProduct.dot(x, at, x, at, weight.size()) / weight.size();
        return (float) (1 / Math.sqrt(mean + weight.epsilon()));
    }

    private static void put(float[] x, int xAt, float[] scale, float inverse, float[] y, int yAt) {
        for (int i = 0; i < scale.length; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, scale.length);
            fromArray(SPECIES, x, xAt + i, mask)
                    .mul(inverse)
                    .mul(fromArray(SPECIES, scale, i, mask))
                    .intoArray(y, yAt + i, mask);
        }
    }

    private static void add(float[] x, int xAt, float[] scale, float inverse, float[] y, int yAt) {
        for (int i = 0; i < scale.length; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, scale.length);
            fromArray(SPECIES, x, xAt + i, mask)
                    .mul(inverse)
                    .mul(fromArray(SPECIES, scale, i, mask))
                    .add(fromArray(SPECIES, y, yAt + i, mask))
                    .intoArray(y, yAt + i, mask);
        }
    }

    /// @param dx may be the gradient of the output itself where it is to be replaced
    static void backward(NormGradient gradient, NormWeight weight, Matrix dx, Sum sum) {
        int size = weight.size();
        for (int row = 0; row < dx.rows(); row++) {
            for (int group = 0; group * size < dx.columns(); group++) {
                Group place = new Group(gradient, row, group * size);
                float root = gradient.inverse().get(row, group);
                float pull = place.weighted(weight.scale()) * root * root * root / size;
                int at = dx.at(row) + group * size;
                if (sum == Sum.SET) {
                    place.put(weight.scale(), root, pull, dx.data(), at);
                } else {
                    place.add(weight.scale(), root, pull, dx.data(), at);
                }
            }
        }
    }

    /// A group of columns of one row, on the way back.
    private static final class Group {

        private final float[] dy;
        private final int dyAt;
        private final float[] x;
        private final int xAt;

        Group(NormGradient gradient, int row, int first) {
            this.dy = gradient.dy().data();
            this.dyAt = gradient.dy().at(row) + first;
            this.x = gradient.x().data();
            this.xAt = gradient.x().at(row) + first;
        }

        float weighted(float[] scale) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0; i < scale.length; i += LANES) {
                VectorMask<Float> mask = SPECIES.indexInRange(i, scale.length);
                FloatVector product = fromArray(SPECIES, dy, dyAt + i, mask).mul(fromArray(SPECIES, scale, i, mask));
                sum = product.fma(fromArray(SPECIES, x, xAt + i, mask), sum);
            }
            return LaneSum.of(sum);
        }

        void put(float[] scale, float inverse, float pull, float[] dx, int at) {
            for (int i = 0; i < scale.length; i += LANES) {
                VectorMask<Float> mask = SPECIES.indexInRange(i, scale.length);
                direct(scale, inverse, i, mask)
                        .sub(fromArray(SPECIES, x, xAt + i, mask).mul(pull))
                        .intoArray(dx, at + i, mask);
            }
        }

        void add(float[] scale, float inverse, float pull, float[] dx, int at) {
            for (int i = 0; i < scale.length; i += LANES) {
                VectorMask<Float> mask = SPECIES.indexInRange(i, scale.length);
                fromArray(SPECIES, dx, at + i, mask)
                        .add(direct(scale, inverse, i, mask))
                        .sub(fromArray(SPECIES, x, xAt + i, mask).mul(pull))
                        .intoArray(dx, at + i, mask);
            }
        }

        private FloatVector direct(float[] scale, float inverse, int i, VectorMask<Float> mask) {
            return fromArray(SPECIES, dy, dyAt + i, mask)
                    .mul(fromArray(SPECIES, scale, i, mask))
                    .mul(inverse);
        }
    }
}
