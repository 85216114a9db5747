package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tensor.Matrix;
import java.util.List;

/// One growing sequence that is computed alone. For one thread at a time.
public final class Session {

    private final InferencePass pass;
    private final Sequence sequence;
    private final float[] next; // [vocabulary]

    Session(CausalModel model, Adapter adapter) {
        this.pass = new InferencePass(model);
        this.sequence = model.sequence(adapter);
        this.next = new float[model.config().vocabularySize()];
    }

    /// Tokens so far.
    public int length() {
        return sequence.length();
    }

    /// Forgets all tokens from `newLength` on.
    public void truncate(int newLength) {
        sequence.truncate(newLength);
    }

    /// Appends tokens and returns the logits of what follows the last one, `[vocabulary]`; valid until the next call.
    public float[] append(int... ids) {
        int last = 0;
        for (int from = 0; from < requireSome(ids).length; from += InferencePass.CHUNK) {
            last = forward(ids, from) - 1;
        }
        Matrix.of(next, 1, next.length).copyFrom(pass.logits(last, 1));
        return next;
    }

    /// Appends tokens and returns the logits of what follows each of them, `[tokens][vocabulary]`.
    public Matrix appendAll(int... ids) {
        Matrix logits = Matrix.zeros(requireSome(ids).length, next.length);
        for (int from = 0; from < ids.length; from += InferencePass.CHUNK) {
            int count = forward(ids, from);
            for (int row = 0; row < count; row += InferencePass.LOGITS) {
                int rows = Math.min(InferencePass.LOGITS, count - row);
                logits.rows(from + row, rows).copyFrom(pass.logits(row, rows));
            }
        }
        return logits;
    }

    private int forward(int[] ids, int from) {
        int count = Math.min(InferencePass.CHUNK, ids.length - from);
        pass.append(List.of(new InferencePass.Part(sequence, ids, from, count)));
        return count;
    }

    private static int[] requireSome(int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("tokens must not be empty");
        }
        return ids;
    }
}
