package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.layer.Attention;
import io.graft.engine.layer.Segment;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One growing text as the model remembers it: keys and values of its tokens, so that each token is computed once, and
/// the adapter that it is written with. For one thread at a time.
public final class Sequence {

    private static final int FIRST_CAPACITY = 64;

    private final Adapter adapter;
    private final int most;
    private final int width; // of panels
    private final List<List<Cache>> caches = new ArrayList<>(); // [layer][key head]
    private int capacity;
    private int length;

    /// Keys and values of one key head, with room for some tokens.
    ///
    /// @param keys   `[headSize][capacity]`, packed as a product with queries reads them
    /// @param values `[capacity][headSize]`
    private record Cache(Panels keys, Matrix values) {

        static Cache empty(int headSize, int capacity, int width) {
            float[] room = new float[Panels.packedSize(headSize, capacity, width)];
            return new Cache(Panels.packed(room, headSize, capacity, width), Matrix.zeros(capacity, headSize));
        }

        Cache grown(int newCapacity) {
            Cache larger = empty(values.columns(), newCapacity, keys.width());
            System.arraycopy(keys.data(), 0, larger.keys.data(), 0, keys.data().length);
            System.arraycopy(values.data(), 0, larger.values.data(), 0, values.data().length);
            return larger;
        }
    }

    /// One key head of one layer.
    record Head(int layer, int index) {}

    /// @param most tokens that it may hold
    Sequence(CausalModel model, Adapter adapter, int most) {
        this.adapter = adapter;
        this.most = most;
        this.width = model.kernels().panelWidth();
        ModelConfig config = model.config();
        for (int layer = 0; layer < model.layers(); layer++) {
            caches.add(
                    new ArrayList<>(Collections.nCopies(config.keyHeads(), Cache.empty(config.headSize(), 0, width))));
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
            caches.forEach(heads -> heads.replaceAll(cache -> cache.grown(capacity)));
        }
    }

    /// Puts one head's new keys and values behind the cached ones.
    ///
    /// @param added   keys and values of the new tokens, all heads
    /// @param segment the new tokens' rows, and the number of keys with them
    /// @return all that the new tokens see
    Attention.Seen extend(Attention.State added, Segment segment, Head head) {
        Cache cache = caches.get(head.layer).get(head.index);
        int first = segment.keys() - segment.queries();
        cache.keys.setColumns(first, of(added.keys(), segment, head));
        cache.values.rows(first, segment.queries()).copyFrom(of(added.values(), segment, head));
        return new Attention.Seen(cache.keys, cache.values, segment);
    }

    /// One head's columns of the new tokens.
    private Matrix of(Matrix added, Segment segment, Head head) {
        int size = added.columns() / caches.get(head.layer).size();
        return added.rows(segment.queryStart(), segment.queries()).columns(head.index * size, size);
    }

    /// Keeps the tokens whose keys and values the last pass put behind the cached ones.
    void advance(int tokens) {
        length += tokens;
    }
}
