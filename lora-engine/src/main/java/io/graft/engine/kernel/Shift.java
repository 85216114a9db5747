package io.graft.engine.kernel;

/// The power of an exponential: `x * scale - shift`.
public record Shift(float scale, float shift) {}
