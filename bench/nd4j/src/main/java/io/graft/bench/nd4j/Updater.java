package io.graft.bench.nd4j;

/// Parameters in one flat array, and a way to update them.
interface Updater {

    String name();

    /// One update.
    ///
    /// @param gradients of all parameters
    /// @param step      from 0
    void update(float[] gradients, int step);

    /// The parameters now.
    float[] parameters();

    /// The settings of every updater measured here; the same are in `torch_adamw.py`.
    final class Settings {
        static final double RATE = 2e-4;
        static final double BETA1 = 0.9;
        static final double BETA2 = 0.999;
        static final double EPSILON = 1e-8;
        static final double DECAY = 0.01;

        private Settings() {}
    }
}
