package io.graft.training.dataset;

/// What the rows of a data set look like, by the name that the wire has for it.
enum RowKind {
    labelled,
    prompt_completion,
    messages
}
