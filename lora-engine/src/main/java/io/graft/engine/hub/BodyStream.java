package io.graft.engine.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer as they arrive. A server that falls silent ends it with an error: the JDK's own stream would
/// wait for ever.
final class BodyStream implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

    private final Duration silence;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    /// What the connection tells.
    private sealed interface Signal {
        record Bytes(List<ByteBuffer> buffers) implements Signal {}

        record Broken(Throwable cause) implements Signal {}

        record End() implements Signal {}
    }

    /// @param silence how long no byte may arrive
    BodyStream(Duration silence) {
        this.silence = silence;
    }

    /// The next bytes; empty at the end.
    ///
    /// @throws IOException if the connection broke or fell silent
    Optional<List<ByteBuffer>> next() throws IOException {
        return switch (take()) {
            case Signal.Bytes bytes -> {
                requestOne();
                yield Optional.of(bytes.buffers());
            }
            case Signal.Broken broken ->
                throw new IOException("the connection broke: " + broken.cause().getMessage(), broken.cause());
            case Signal.End _ -> Optional.empty();
        };
    }

    private Signal take() throws IOException {
        try {
            Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (signal == null) {
                throw new IOException("no byte arrived for " + silence.toMillis() + " ms");
            }
            return signal;
        } catch (InterruptedException e) {
            throw Pause.interrupted(e);
        }
    }

    /// The whole answer as UTF-8.
    ///
    /// @throws HubException if it is longer than the limit
    String text(int limit) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Optional<List<ByteBuffer>> buffers = next(); buffers.isPresent(); buffers = next()) {
            for (ByteBuffer buffer : buffers.get()) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                text.writeBytes(bytes);
            }
            if (text.size() > limit) {
                throw new HubException(HubException.Reason.BAD_ANSWER, "the answer is longer than " + limit + " bytes");
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private void requestOne() {
        Flow.Subscription source = subscription;
        if (source != null) {
            source.request(1);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End());
    }

    /// Gives the connection up, if anything is still to come.
    @Override
    public void close() {
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }
}
