package io.graft.engine.generation;

/// Receives tokens as they come, on the thread that generates them.
@FunctionalInterface
public interface TokenListener {

    /// Does nothing and never stops.
    TokenListener NONE = token -> true;

    /// @return whether to go on
    boolean onToken(GeneratedToken token);
}
