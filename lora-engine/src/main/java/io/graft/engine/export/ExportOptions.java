package io.graft.engine.export;

/// How a model is written.
///
/// @param precision  of the elements
/// @param shardBytes size up to which tensors share a file; a larger tensor has a file of its own
public record ExportOptions(Precision precision, long shardBytes) {

    /// 5 GB, which transformers had for long and every file host accepts.
    public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

    /// Tensors as exact as they were stored, in files of up to 5 GB.
    public static final ExportOptions DEFAULT = new ExportOptions(Precision.STORED, DEFAULT_SHARD_BYTES);

    /// Precision of the elements.
    public enum Precision {
        /// Every tensor as in the base model's files; merged weights are rounded to it.
        STORED,
        /// 32-bit floats.
        FLOAT32
    }

    public ExportOptions {
        if (shardBytes < 1) {
            throw new IllegalArgumentException("the size of a shard must be at least 1 byte, is " + shardBytes);
        }
    }
}
