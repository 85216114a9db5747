package io.graft.bench.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/// ND4J's Adam with its weight decay after the updater, over one flat view. ND4J has no AdamW of its own.
///
/// Parameters and gradients cross between the Java heap, where the engine computes, and ND4J's memory.
final class Nd4jUpdater implements Updater {

    /// Where epsilon stands.
    enum Epsilon {
        /// As ND4J has it: added to the root of the second moment before its bias is corrected.
        AS_IS,
        /// Scaled in each step so that it has the effect of PyTorch's, which is added after the correction.
        AS_PYTORCH
    }

    /// Whether gradients and parameters are copied, as the engine would need.
    enum Memory {
        COPIED,
        STAYS
    }

    private final Epsilon epsilon;
    private final Memory memory;
    private final INDArray parameters; // [1][count]
    private final INDArray gradients; // [1][count]
    private final Adam settings = new Adam(Settings.RATE, Settings.BETA1, Settings.BETA2, Settings.EPSILON);
    private final GradientUpdater<?> updater;
    private final WeightDecay decay = new WeightDecay(Settings.DECAY, true);
    private final float[] heap;

    Nd4jUpdater(float[] start, Epsilon epsilon, Memory memory) {
        this.epsilon = epsilon;
        this.memory = memory;
        this.heap = start.clone();
        this.parameters = Nd4j.create(start, 1, start.length);
        this.gradients = Nd4j.zeros(DataType.FLOAT, 1, start.length);
        this.updater = settings.instantiate(Nd4j.zeros(DataType.FLOAT, 1, 2L * start.length), true);
    }

    @Override
    public String name() {
        return "ND4J AdamUpdater + WeightDecay, epsilon "
                + switch (epsilon) {
                    case AS_IS -> "as it is";
                    case AS_PYTORCH -> "rescaled";
                }
                + switch (memory) {
                    case COPIED -> ", with copies";
                    case STAYS -> "";
                };
    }

    @Override
    public void update(float[] newGradients, int step) {
        if (memory == Memory.COPIED || step == 0) {
            gradients.data().setData(newGradients);
        }
        if (epsilon == Epsilon.AS_PYTORCH) {
            settings.setEpsilon(Settings.EPSILON * Math.sqrt(1 - Math.pow(Settings.BETA2, step + 1)));
        }
        updater.applyUpdater(gradients, step, 0);
        decay.apply(parameters, gradients, Settings.RATE, step, 0);
        parameters.subi(gradients);
        if (memory == Memory.COPIED) {
            System.arraycopy(parameters.data().asFloat(), 0, heap, 0, heap.length);
        }
    }

    @Override
    public float[] parameters() {
        return parameters.data().asFloat();
    }
}
