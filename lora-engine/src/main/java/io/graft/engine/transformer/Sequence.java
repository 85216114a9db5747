package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.layer.Attention;
import io.graft.engine.layer.Segment;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// One growing text as the model remembers it: keys and values of its tokens, so that each token is computed once, and
/// the adapter that it is written with. For one thread at a time.
public final class Sequence {

    private static final int FIRST_CAPACITY = 64;

    private final Adapter adapter;
    private final int most;
    private final List<Cache> caches = new ArrayList<>(); // [layer]
    private int capacity;
    private int length;

    /// Keys and values of one layer, `[capacity][keyHeads * headSize]` each.
    private record Cache(Matrix keys, Matrix values) {

        static Cache empty(int columns) {
            return new Cache(Matrix.zeros(0, columns), Matrix.zeros(0, columns));
        }

        Cache grown(int length, int capacity) {
            return new Cache(grown(keys, length, capacity), grown(values, length, capacity));
        }

        private static Matrix grown(Matrix old, int length, int capacity) {
            Matrix larger = Matrix.zeros(capacity, old.columns());
            larger.rows(0, length).copyFrom(old.rows(0, length));
            return larger;
        }
    }

    /// The columns of one key head in the keys and values of one layer.
    record Head(int layer, int from, int count) {

        Matrix of(Matrix rows) {
            return rows.columns(from, count);
        }
    }

    /// @param most tokens that it may hold
    Sequence(CausalModel model, Adapter adapter, int most) {
        this.adapter = adapter;
        this.most = most;
        int columns = model.config().keyHeads() * model.config().headSize();
        for (int layer = 0; layer < model.layers(); layer++) {
            caches.add(Cache.empty(columns));
        }
    }

    /// Tokens so far.
    public int length() {
        return length;
    }

    public Adapter adapter() {
        return adapter;
    }

    /// Forgets all tokens from `newLength` on.
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("length must be from 0 to " + length + ", is " + newLength);
        }
        length = newLength;
    }

    /// Makes room for `tokens` tokens in all. Room doubles, so that a token is copied about once on average.
    ///
    /// @throws IllegalArgumentException if it may not hold so many
    void reserve(int tokens) {
        if (tokens > most) {
            throw new IllegalArgumentException(
                    "a sequence of " + tokens + " tokens is longer than the " + most + " that it may hold");
        }
        if (tokens > capacity) {
            capacity = Math.min(most, Math.max(tokens, Math.max(FIRST_CAPACITY, 2 * capacity)));
            caches.replaceAll(cache -> cache.grown(length, capacity));
        }
    }

    /// Puts one head's new keys and values behind the cached ones and shows them all to the new queries.
    ///
    /// @param pass    queries, keys and values of the new tokens
    /// @param segment the queries' rows, and the number of keys with the new ones
    Attention.State extend(Attention.State pass, Segment segment, Head head) {
        Cache cache = caches.get(head.layer);
        append(pass.keys(), cache.keys, segment, head);
        append(pass.values(), cache.values, segment, head);
        return new Attention.State(pass.queries(), cache.keys, cache.values, pass.out(), pass.logSums());
    }

    private static void append(Matrix added, Matrix cached, Segment segment, Head head) {
        Matrix target = cached.rows(segment.keys() - segment.queries(), segment.queries());
        head.of(target).copyFrom(head.of(added.rows(segment.queryStart(), segment.queries())));
    }

    /// Keeps the tokens whose keys and values the last pass put behind the cached ones.
    void advance(int tokens) {
        length += tokens;
    }
}
