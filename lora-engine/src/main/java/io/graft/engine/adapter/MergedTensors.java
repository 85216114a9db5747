package io.graft.engine.adapter;

import io.graft.engine.checkpoint.TensorSource;
import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// The tensors of a model with an adapter merged into its linear layers. The tensors of the base stay as they are.
public final class MergedTensors implements TensorSource {

    private final TensorSource base;
    private final Map<String, LowRank> pairs = new HashMap<>(); // by the tensor of their layer's weights

    /// @param base the tensors of the model that the adapter belongs to
    public MergedTensors(TensorSource base, LoraAdapter adapter) {
        this.base = base;
        for (int layer = 0; layer < adapter.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                LowRank pair = adapter.pair(layer, projection);
                if (pair != null) {
                    pairs.put(projection.fullName(layer) + ".weight", pair);
                }
            }
        }
    }

    /// Whether merging changes a tensor.
    public boolean changes(String tensor) {
        return pairs.containsKey(tensor);
    }

    /// SHA-256 over the base's digest and all pairs, as 64 hexadecimal digits.
    public String digest(String ofBase) {
        MessageDigest sha = sha256();
        sha.update(ofBase.getBytes(StandardCharsets.US_ASCII));
        new TreeMap<>(pairs).forEach((tensor, pair) -> {
            sha.update(tensor.getBytes(StandardCharsets.US_ASCII));
            update(sha, Matrix.of(new float[] {pair.scale()}, 1, 1));
            update(sha, pair.a());
            update(sha, pair.b());
            Magnitude magnitude = pair.magnitude();
            if (magnitude != null) {
                update(sha, magnitude.values());
            }
        });
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest sha, Matrix matrix) {
        ByteBuffer row = ByteBuffer.allocate(4 * matrix.columns());
        for (int i = 0; i < matrix.rows(); i++) {
            row.asFloatBuffer().put(matrix.data(), matrix.at(i), matrix.columns());
            sha.update(row.array());
        }
    }

    @Override
    public boolean contains(String tensor) {
        return base.contains(tensor);
    }

    @Override
    public float[] read(String tensor, long... shape) throws IOException {
        if (changes(tensor)) {
            throw new IllegalArgumentException("tensor " + tensor + " is adapted and can only be read by rows");
        }
        return base.read(tensor, shape);
    }

    @Override
    public RowSource rows(String tensor, int rows, int columns) throws IOException {
        RowSource source = base.rows(tensor, rows, columns);
        LowRank pair = pairs.get(tensor);
        return pair == null ? source : new MergedRows(source, pair);
    }
}
