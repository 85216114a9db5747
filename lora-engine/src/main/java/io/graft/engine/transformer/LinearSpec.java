package io.graft.engine.transformer;

/// A linear layer of the checkpoint.
///
/// @param tensor name without `.weight`
record LinearSpec(String tensor, int inputs, int outputs, boolean bias) {

    long weights() {
        return (long) inputs * outputs;
    }
}
