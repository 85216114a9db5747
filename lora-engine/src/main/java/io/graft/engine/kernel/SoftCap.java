package io.graft.engine.kernel;

/// A limit that values approach smoothly: `cap * tanh(x * scale / cap)` (Gemma 2, arXiv 2408.00118).
///
/// @param cap   the limit, greater than 0
/// @param scale what values are multiplied by first
public record SoftCap(float cap, float scale) {

    float factor() {
        return scale / cap;
    }
}
