package io.graft.engine.check;

import java.nio.file.Path;

/// A folder or file of recorded results, by what it holds.
sealed interface ReferencePart {

    /// Where it is, for people.
    String name();

    Path path();

    /// A checkpoint folder with what is expected of it.
    record Model(String name, Path path) implements ReferencePart {}

    /// A tokenizer with texts, token ids and rendered chats.
    record OfTokenizer(String name, Path path) implements ReferencePart {}

    /// Chat templates by themselves, with what Python renders.
    record Templates(String name, Path path) implements ReferencePart {}

    /// Requests and results of lm-evaluation-harness; the models are beside the folder.
    record Bench(String name, Path path) implements ReferencePart {}

    /// Recorded results that are not the engine's concern.
    record Foreign(String name, Path path) implements ReferencePart {}

    /// Nothing that is known here.
    record Unknown(String name, Path path) implements ReferencePart {}
}
