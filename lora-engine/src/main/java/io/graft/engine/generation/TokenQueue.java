package io.graft.engine.generation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/// Carries tokens from the threads that write them to the thread that waits for them, so that a slow listener keeps
/// nobody else waiting.
final class TokenQueue implements TokenListener {

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private sealed interface Event {

        record Written(GeneratedToken token) implements Event {}

        record Ended() implements Event {}
    }

    @Override
    public boolean onToken(GeneratedToken token) {
        return events.add(new Event.Written(token));
    }

    /// Tells a listener of all tokens of a text, until it wants no more, and waits for the end.
    @SuppressWarnings("FutureReturnValueIgnored") // a failure is seen where the result itself is joined
    Generation drain(PendingText text, TokenListener listener) {
        text.result().whenComplete((result, failure) -> events.add(new Event.Ended()));
        try {
            boolean wanted = true;
            while (events.take() instanceof Event.Written(GeneratedToken token)) {
                if (wanted && !listener.onToken(token)) {
                    wanted = false;
                    text.cancel();
                }
            }
            return result(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the text was written");
        } finally {
            text.cancel(); // after its end this changes nothing
        }
    }

    private static Generation result(PendingText text) {
        try {
            return text.result().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
