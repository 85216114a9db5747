package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;

/// Root-mean-square norms of groups of neighbouring columns, in plain loops.
///
/// @param weight as long as a group
record ScalarNorm(NormWeight weight) {

    /// Takes one element of a result.
    @FunctionalInterface
    interface Elements {
        void put(int row, int column, float value);
    }

    /// @param inverse receives the inverse root mean squares, `[rows][groups]`
    void forward(Matrix x, Matrix inverse, Elements y) {
        for (int row = 0; row < x.rows(); row++) {
            for (int first = 0; first < x.columns(); first += size()) {
                float root = inverse(x, row, first);
                inverse.set(row, first / size(), root);
                for (int i = 0; i < size(); i++) {
                    y.put(row, first + i, x.get(row, first + i) * root * weight.scale()[i]);
                }
            }
        }
    }

    private float inverse(Matrix x, int row, int first) {
        double squares = 0;
        for (int i = 0; i < size(); i++) {
            float value = x.get(row, first + i);
            squares += (double) value * value;
        }
        float mean = (float) (squares / size());
        return (float) (1 / Math.sqrt(mean + weight.epsilon()));
    }

    /// No element of `dy` is read after its place in the result was put, so the result may replace it.
    void backward(NormGradient gradient, Elements dx) {
        Matrix x = gradient.x();
        for (int row = 0; row < x.rows(); row++) {
            for (int first = 0; first < x.columns(); first += size()) {
                backward(gradient, row, first, dx);
            }
        }
    }

    private void backward(NormGradient gradient, int row, int first, Elements dx) {
        float root = gradient.inverse().get(row, first / size());
        float sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += gradient.dy().get(row, first + i)
                    * weight.scale()[i]
                    * gradient.x().get(row, first + i);
        }
        float pull = sum * root * root * root / size();
        for (int i = 0; i < size(); i++) {
            float direct = gradient.dy().get(row, first + i) * weight.scale()[i] * root;
            dx.put(row, first + i, direct - gradient.x().get(row, first + i) * pull);
        }
    }

    private int size() {
        return weight.scale().length;
    }
}
