package io.graft.engine.generation;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.InferencePass;
import io.graft.engine.transformer.Sequence;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A submitted text: waits, is written, ends.
public final class PendingText {

    private final GenerationRequest request;
    private final Continuation continuation;
    private final Sequence sequence;
    private final Instant deadline;
    private final int tokens;
    private final CompletableFuture<Generation> result = new CompletableFuture<>();
    private volatile boolean cancelled;
    private int[] next; // what the model reads next: the prompt, then always the last token
    private int read; // tokens of it that were read

    PendingText(GenerationRequest request, Continuation continuation, Sequence sequence, Reservation reservation) {
        this.request = request;
        this.continuation = continuation;
        this.sequence = sequence;
        this.deadline = reservation.deadline;
        this.tokens = reservation.tokens;
        this.next = request.prompt();
    }

    /// @param tokens   that the text may fill at most, the prompt included
    /// @param deadline when it must be finished
    record Reservation(int tokens, Instant deadline) {}

    /// The text when it is finished; [GenerationTimeoutException], or what broke it.
    public CompletableFuture<Generation> result() {
        return result;
    }

    /// Ends the text soon, as it is by then.
    public void cancel() {
        cancelled = true;
    }

    int tokens() {
        return tokens;
    }

    GenerationRequest request() {
        return request;
    }

    /// Ends the text if nobody wants it any more or its time is over; says whether it did.
    boolean expire(Instant now, BatchLimits limits) {
        if (cancelled) {
            result.complete(continuation.end(Generation.Ending.CANCELLED));
        } else if (now.isAfter(deadline)) {
            int written = continuation.end(Generation.Ending.CANCELLED).tokens().size();
            result.completeExceptionally(new GenerationTimeoutException(limits.timeout(), written));
        }
        return result.isDone();
    }

    /// How many tokens the model reads next: a piece of the prompt, which does not depend on who else is there, or one.
    int upcoming() {
        return Math.min(InferencePass.CHUNK, next.length - read);
    }

    InferencePass.Part part() {
        return new InferencePass.Part(sequence, next, read, upcoming());
    }

    /// Notes that the model read the part, and says whether the logits behind it are wanted.
    boolean advance() {
        read += upcoming();
        return read == next.length;
    }

    /// Takes the next token.
    ///
    /// @param logits `[1][vocabulary]`
    void take(Matrix logits) {
        try {
            Optional<Generation.Ending> ending = continuation.take(logits);
            ending.ifPresent(reason -> result.complete(continuation.end(reason)));
            next = new int[] {continuation.last()};
            read = 0;
        } catch (RuntimeException e) { // a listener's failure concerns its own text only
            fail(e);
        }
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    boolean ended() {
        return result.isDone();
    }
}
