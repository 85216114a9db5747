package io.graft.engine.dataset;

/// What an example loses that is too long.
public enum Truncation {
    /// Its end: TRL's `truncation_mode: keep_start`. A completion may get lost, and the example with it.
    KEEP_START,
    /// The beginning of its prompt, all but the prompt's last token; only then its end.
    KEEP_COMPLETION
}
