package io.graft.engine.dataset;

/// How rows become examples.
///
/// @param maxLength tokens after which an example is cut off, its beginning kept
public record ExampleConfig(int maxLength, LossOn lossOn) {

    /// TRL's.
    public static final ExampleConfig DEFAULT = new ExampleConfig(1024, LossOn.AUTOMATIC);

    public ExampleConfig {
        if (maxLength < 2) {
            throw new IllegalArgumentException("max_length must be at least 2, is " + maxLength);
        }
    }
}
