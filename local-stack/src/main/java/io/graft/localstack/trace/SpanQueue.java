package io.graft.localstack.trace;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Spans on their way to the store. Services never wait for the database: what they send is taken at once or, when
/// too much waits, refused. While the database is away, what was taken waits.
final class SpanQueue implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SpanQueue.class.getName());
    private static final int CAPACITY = 20_000;
    private static final int BATCH = 500;
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final Duration BETWEEN_PURGES = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final SpanStore store;
    private final Runnable createDatabase;
    private final Clock clock;
    private final LinkedBlockingQueue<Span> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final Thread writer = Thread.ofPlatform().name("span-writer").unstarted(this::write);
    private volatile boolean closing;
    private boolean prepared;
    private Instant lastPurge = Instant.EPOCH;

    /// @param createDatabase creates the store's database unless it is there
    SpanQueue(SpanStore store, Runnable createDatabase, Clock clock) {
        this.store = store;
        this.createDatabase = createDatabase;
        this.clock = clock;
    }

    void start() {
        writer.start();
    }

    /// Takes all of the spans, or none where there is no room.
    boolean offer(List<Span> spans) {
        if (closing || waiting.remainingCapacity() < spans.size()) {
            return false;
        }
        return spans.stream().allMatch(waiting::offer);
    }

    /// Writes what waits and ends; what cannot be written within five seconds is lost.
    @Override
    public void close() {
        closing = true;
        try {
            if (!writer.join(Duration.ofSeconds(5))) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            List<Span> batch = new ArrayList<>();
            while (!closing || !waiting.isEmpty()) {
                take(batch);
                if (!batch.isEmpty()) {
                    addSurely(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} spans are lost: the database was away", waiting.size());
        }
    }

    private void take(List<Span> batch) throws InterruptedException {
        Span first = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, BATCH - 1);
        }
    }

    private void addSurely(List<Span> batch) throws InterruptedException {
        while (!add(batch)) {
            Thread.sleep(RETRY);
        }
    }

    private boolean add(List<Span> batch) {
        try {
            prepare();
            store.add(batch);
            purge();
            return true;
        } catch (SQLException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the span store is away, spans wait", e);
            return false;
        }
    }

    private void prepare() throws SQLException {
        if (!prepared) {
            createDatabase.run();
            store.prepare();
            prepared = true;
        }
    }

    private void purge() throws SQLException {
        Instant now = clock.instant();
        if (lastPurge.plus(BETWEEN_PURGES).isBefore(now)) {
            int deleted = store.deleteBefore(now.minus(RETENTION));
            lastPurge = now;
            LOG.log(System.Logger.Level.DEBUG, "{0} old spans deleted", deleted);
        }
    }
}
