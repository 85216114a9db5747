package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.InferencePass;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// Continues many texts at once (continuous batching, as in Orca, OSDI 2022): each step takes every text one
/// token, or one piece of its prompt, further, and reads the weights once for all. Texts join and leave between
/// steps, each with its own adapter, sampling and end.
///
/// A text does not depend on who else is there. With kernels of our own that holds to the last bit; a library's
/// product of many rows may round otherwise than that of one, so that tokens differ only where two are as likely.
///
/// One thread of its own runs the steps; any thread may submit.
public final class BatchGenerator implements AutoCloseable {

    /// Tokens of prompts that one step reads at most, so that texts that are being written do not wait long.
    private static final int PROMPT_TOKENS = 2 * InferencePass.CHUNK;

    private final CausalModel model;
    private final Tokenizer tokenizer;
    private final BatchLimits limits;
    private final InstantSource clock;
    private final TextQueue queue;
    private final InferencePass pass;
    private final Thread thread;
    private final List<PendingText> written = new ArrayList<>();
    private volatile int running;

    private BatchGenerator(CausalModel model, Tokenizer tokenizer, BatchLimits limits, InstantSource clock) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.limits = limits;
        this.clock = clock;
        this.queue = new TextQueue(limits);
        this.pass = new InferencePass(model);
        this.thread = Thread.ofPlatform().daemon().name("graft-generation").unstarted(this::loop);
    }

    /// Starts a generator.
    public static BatchGenerator start(CausalModel model, Tokenizer tokenizer, BatchLimits limits) {
        return start(model, tokenizer, limits, InstantSource.system());
    }

    /// [#start(CausalModel, Tokenizer, BatchLimits)] with a clock of one's own for time-outs.
    public static BatchGenerator start(
            CausalModel model, Tokenizer tokenizer, BatchLimits limits, InstantSource clock) {
        BatchGenerator generator = new BatchGenerator(model, tokenizer, limits, clock);
        generator.thread.start();
        return generator;
    }

    /// Queues a text.
    ///
    /// @param listener receives the tokens as they come, on the engine's threads: it must not block, or every text
    ///                 waits for it. Its failure ends this text.
    /// @throws IllegalArgumentException if the prompt is unknown to the model or longer than its positions, or if
    ///                                  there is never room for it
    /// @throws BusyException            if too many wait already
    /// @throws CancellationException    if this is closed
    public PendingText submit(GenerationRequest request, TokenListener listener) {
        int[] prompt = request.prompt();
        model.check(prompt, prompt.length);
        long wanted = (long) prompt.length + request.config().maxTokens();
        int tokens = (int) Math.min(wanted, model.config().maxPositions());
        if (tokens > limits.tokens()) {
            throw new IllegalArgumentException("a prompt of " + prompt.length + " tokens and max_tokens "
                    + request.config().maxTokens() + " need room for " + tokens + " tokens, there is never more than "
                    + limits.tokens());
        }
        Instant deadline = clock.instant().plus(limits.timeout());
        PendingText text = new PendingText(
                request,
                new Continuation(model, tokenizer, request, listener),
                model.sequence(request.adapter(), tokens),
                new PendingText.Reservation(tokens, deadline));
        queue.add(text);
        return text;
    }

    /// Queues a text and waits for its end. The listener runs on this thread and may take its time; what was written
    /// until its word to stop arrives belongs to the text.
    ///
    /// @throws GenerationTimeoutException if it takes too long
    /// @throws CancellationException      if this thread is interrupted, or the generator is closed
    public Generation generate(GenerationRequest request, TokenListener listener) {
        TokenQueue tokens = new TokenQueue();
        return tokens.drain(submit(request, tokens), listener);
    }

    public BatchLimits limits() {
        return limits;
    }

    /// Texts that are being written.
    public int running() {
        return running;
    }

    /// Texts that wait.
    public int waiting() {
        return queue.size();
    }

    private void loop() {
        while (queue.await()) {
            do {
                step();
            } while (!written.isEmpty() && !queue.isClosed());
        }
        abandon(written);
        written.clear();
        running = 0;
    }

    private static void abandon(List<PendingText> texts) {
        texts.forEach(text -> text.fail(new CancellationException("the generator was closed")));
    }

    private void step() {
        Instant now = clock.instant();
        written.removeIf(text -> text.expire(now, limits));
        written.addAll(queue.admit(written, now));
        running = written.size();
        List<PendingText> batch = byAdapter(batch());
        if (!batch.isEmpty()) {
            advance(batch);
            written.removeIf(PendingText::ended);
            running = written.size();
        }
    }

    /// Texts that go on in this step: all that are being written, and as many that are still read as it has room for,
    /// first come, first served.
    private List<PendingText> batch() {
        List<PendingText> batch = new ArrayList<>();
        int room = PROMPT_TOKENS;
        for (PendingText text : written) {
            int tokens = text.upcoming();
            if (tokens == 1) {
                batch.add(text);
            } else if (tokens <= room) {
                batch.add(text);
                room -= tokens;
            }
        }
        return batch;
    }

    /// Texts with the same adapter become neighbours.
    private static List<PendingText> byAdapter(List<PendingText> batch) {
        Map<Adapter, List<PendingText>> groups = new LinkedHashMap<>();
        for (PendingText text : batch) {
            groups.computeIfAbsent(text.request().adapter(), adapter -> new ArrayList<>())
                    .add(text);
        }
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private void advance(List<PendingText> batch) {
        try {
            pass.append(batch.stream().map(PendingText::part).toList());
            takeTokens(batch);
        } catch (RuntimeException | OutOfMemoryError e) { // the texts of this step are lost, later ones are not
            batch.forEach(text -> text.fail(e));
        }
    }

    private void takeTokens(List<PendingText> batch) {
        List<PendingText> ready = new ArrayList<>();
        int[] rows = new int[batch.size()];
        int end = 0;
        for (PendingText text : batch) {
            end += text.upcoming();
            if (text.advance()) {
                rows[ready.size()] = end - 1;
                ready.add(text);
            }
        }
        if (!ready.isEmpty()) {
            Matrix logits = pass.logits(Arrays.copyOf(rows, ready.size()));
            model.compute()
                    .workers()
                    .run(ready.size(), (i, worker) -> ready.get(i).take(logits.rows(i, 1)));
        }
    }

    /// Ends what is being written and what waits; returns when the last step is done.
    @Override
    public void close() {
        abandon(queue.close());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
