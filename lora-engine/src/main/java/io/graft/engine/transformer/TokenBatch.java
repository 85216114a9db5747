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

    /// The cached sequences that the segments go on from; empty where every segment is a whole sequence.
    final List<Continued> continued;

    /// Segments that go on from one cached sequence: the next part of it, or branches that do not see each other. Their
    /// keys are rows of the cache.
    record Continued(Sequence sequence, List<Segment> segments) {}

    private TokenBatch(int tokens, List<Segment> segments, List<Continued> continued) {
        this.ids = new int[tokens];
        this.positions = new int[tokens];
        this.targets = new int[tokens];
        this.segments = segments;
        this.continued = continued;
        Arrays.fill(targets, IGNORED);
    }

    /// @param ids    one array per sequence
    /// @param labels in the shape of `ids`: the token itself where it counts for the loss, otherwise
    ///               [#IGNORED]; the first label of a sequence never counts, since nothing predicts it
    public static TokenBatch of(List<int[]> ids, List<int[]> labels) {
        int tokens = ids.stream().mapToInt(sequence -> sequence.length).sum();
        TokenBatch batch = new TokenBatch(tokens, new ArrayList<>(), List.of());
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

    /// The next tokens of cached sequences, each with its own.
    static TokenBatch continuing(List<InferencePass.Part> parts) {
        TokenBatch batch =
                continuing(parts.stream().mapToInt(InferencePass.Part::count).sum());
        int row = 0;
        for (InferencePass.Part part : parts) {
            Segment segment = batch.put(part, row);
            batch.continued.add(new Continued(part.sequence(), List.of(segment)));
            row += part.count();
        }
        return batch;
    }

    /// Branches that all go on from one cached sequence and do not see each other.
    static TokenBatch branching(Sequence trunk, List<int[]> branches) {
        TokenBatch batch =
                continuing(branches.stream().mapToInt(ids -> ids.length).sum());
        for (int[] ids : branches) {
            int row = batch.segments.isEmpty() ? 0 : batch.segments.getLast().queryEnd();
            batch.put(new InferencePass.Part(trunk, ids, 0, ids.length), row);
        }
        batch.continued.add(new Continued(trunk, batch.segments));
        return batch;
    }

    private static TokenBatch continuing(int tokens) {
        return new TokenBatch(tokens, new ArrayList<>(), new ArrayList<>());
    }

    private Segment put(InferencePass.Part part, int row) {
        int position = part.sequence().length();
        System.arraycopy(part.ids(), part.from(), ids, row, part.count());
        for (int i = 0; i < part.count(); i++) {
            positions[row + i] = position + i;
        }
        Segment segment = new Segment(row, part.count(), 0, position + part.count());
        segments.add(segment);
        return segment;
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
