package io.graft.engine.layer;

/// One sequence among those laid end to end: where its queries and its keys lie. The last query sees all keys, each
/// query before it one key less.
///
/// @param queryStart row of the first query
/// @param queries    number of new tokens
/// @param keyStart   row of the first key
/// @param keys       number of keys, the new tokens included
public record Segment(int queryStart, int queries, int keyStart, int keys) {

    public Segment {
        if (queries < 1 || keys < queries) {
            throw new IllegalArgumentException("a segment of " + queries + " queries cannot have " + keys + " keys");
        }
    }

    /// The row after the last query.
    public int queryEnd() {
        return queryStart + queries;
    }

    /// Keys that query `query` sees.
    int visible(int query) {
        return keys - queries + query + 1;
    }

    /// The first key that query `query` sees through a window of `window` keys.
    int firstVisible(int query, int window) {
        return Math.max(0, visible(query) - window);
    }

    /// The same segment without the keys that no query sees through a window of `window` keys.
    Segment within(int window) {
        int unseen = firstVisible(0, window);
        return unseen == 0 ? this : new Segment(queryStart, queries, keyStart + unseen, keys - unseen);
    }
}
