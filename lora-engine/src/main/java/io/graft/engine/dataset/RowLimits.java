package io.graft.engine.dataset;

/// How much of a file is read before it is refused.
///
/// @param lineBytes bytes of one line
/// @param rows      rows of one file
public record RowLimits(int lineBytes, int rows) {

    /// 16 MiB a line, ten million rows.
    public static final RowLimits DEFAULT = new RowLimits(16 << 20, 10_000_000);
}
