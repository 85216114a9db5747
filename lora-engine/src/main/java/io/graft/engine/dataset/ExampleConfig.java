package io.graft.engine.dataset;

/// How rows become examples.
///
/// @param maxLength  tokens that an example may have
/// @param truncation what a longer one loses
public record ExampleConfig(int maxLength, LossOn lossOn, Truncation truncation) {

    /// TRL's.
    public static final ExampleConfig DEFAULT = new ExampleConfig(1024, LossOn.AUTOMATIC);

    public ExampleConfig {
        if (maxLength < 2) {
            throw new IllegalArgumentException("max_length must be at least 2, is " + maxLength);
        }
    }

    /// Longer examples lose their end.
    public ExampleConfig(int maxLength, LossOn lossOn) {
        this(maxLength, lossOn, Truncation.KEEP_START);
    }
}
