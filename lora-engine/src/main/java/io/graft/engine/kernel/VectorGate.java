package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The gate of a feed-forward network on rows with the Vector API: one pass over each row, forward and backward.
final class VectorGate {

    private final Activation activation;
    private final float[] gate; // overwritten by its gradients on the way back
    private final float[] up; // likewise
    private final float[] out; // the product forward, its gradient on the way back

    VectorGate(Activation activation, float[] gate, float[] up, float[] out) {
        this.activation = activation;
        this.gate = gate;
        this.up = up;
        this.out = out;
    }

    void forward(int gateAt, int upAt, int outAt, int length) {
        FloatVector linear = vector(activation.linear());
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, length);
            FloatVector g = fromArray(SPECIES, gate, gateAt + i, mask);
            FloatVector power = g.mul(g).fma(vector(activation.cubic()), linear).mul(g);
            g.mul(sigmoid(power)).mul(fromArray(SPECIES, up, upAt + i, mask)).intoArray(out, outAt + i, mask);
        }
    }

    void backward(int gateAt, int upAt, int outAt, int length) {
        FloatVector linear = vector(activation.linear());
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, length);
            FloatVector g = fromArray(SPECIES, gate, gateAt + i, mask);
            FloatVector u = fromArray(SPECIES, up, upAt + i, mask);
            FloatVector gradient = fromArray(SPECIES, out, outAt + i, mask);
            FloatVector cube = g.mul(g).mul(activation.cubic());
            FloatVector sigmoid = sigmoid(cube.add(linear).mul(g));
            FloatVector active = g.mul(sigmoid);
            FloatVector slope =
                    cube.mul(3f).add(linear).mul(g.sub(active)).add(1f).mul(sigmoid);
            gradient.mul(u).mul(slope).intoArray(gate, gateAt + i, mask);
            gradient.mul(active).intoArray(up, upAt + i, mask);
            active.mul(u).intoArray(out, outAt + i, mask);
        }
    }

    private static FloatVector sigmoid(FloatVector x) {
        FloatVector one = vector(1f);
        return one.div(VectorExp.exp(x.neg()).add(one));
    }

    private static FloatVector vector(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
