package io.graft.engine.kernel;

/// A factor and a term that is subtracted; each kernel says which comes first.
public record Shift(float scale, float shift) {}
