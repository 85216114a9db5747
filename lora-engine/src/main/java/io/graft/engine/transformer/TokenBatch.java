package io.graft.engine.transformer;

import io.graft.engine.layer.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sequences laid end to end, without padding.
public final class TokenBatch {

    /// The label of a position that does not count.
    public static final int IGNORED = -100;

    final int[] ids;
    final int[] positions;
    final int[] targets; // [tokens]: the token that should follow, or IGNORED
    final List<Segment> segments;

    private TokenBatch(int tokens, List<Segment> segments) {
        this.ids = new int[tokens];
        this.positions = new int[tokens];
        this.targets = new int[tokens];
        this.segments = segments;
        Arrays.fill(targets, IGNORED);
    }

    /// @param ids    one array per sequence
    /// @param labels in the shape of `ids`: the token itself where it counts for the loss, otherwise
    ///               [#IGNORED]; the first label of a sequence never counts, since nothing predicts it
    public static TokenBatch of(List<int[]> ids, List<int[]> labels) {
        int tokens = ids.stream().mapToInt(sequence -> sequence.length).sum();
        TokenBatch batch = new TokenBatch(tokens, new ArrayList<>());
        int start = 0;
        for (int i = 0; i < ids.size(); i++) {
            batch.put(ids.get(i), labels.get(i), start);
            start += ids.get(i).length;
        }
        return batch;
    }

    private void put(int[] sequence, int[] labels, int start) {
        segments.add(new Segment(start, sequence.length, start, sequence.length));
        for (int i = 0; i < sequence.length; i++) {
            ids[start + i] = sequence[i];
            positions[start + i] = i;
            targets[start + i] = i + 1 < sequence.length ? labels[i + 1] : IGNORED;
        }
    }

    /// New tokens of one sequence whose earlier tokens are cached.
    static TokenBatch continuing(int[] ids, int from, int count, int position) {
        TokenBatch batch = new TokenBatch(count, List.of(new Segment(0, count, 0, position + count)));
        System.arraycopy(ids, from, batch.ids, 0, count);
        Arrays.setAll(batch.positions, i -> position + i);
        return batch;
    }

    public int tokens() {
        return ids.length;
    }

    public int sequences() {
        return segments.size();
    }

    /// Positions that count for the loss.
    public int labelled() {
        return (int) Arrays.stream(targets).filter(target -> target != IGNORED).count();
    }
}
