package io.graft.engine.transformer;

import io.graft.engine.checkpoint.TensorSource;
import io.graft.engine.checkpoint.WeightFiles;
import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.util.Arrays;

/// The tensors of a model as their headers tell: matrices of zeros in their shapes, of which nothing is read.
record OutlineTensors(WeightFiles files) implements TensorSource {

    @Override
    public boolean contains(String tensor) {
        return files.contains(tensor);
    }

    /// Norms and biases, which are short.
    @Override
    public float[] read(String tensor, long... shape) throws IOException {
        return files.read(tensor, shape);
    }

    @Override
    public RowSource rows(String tensor, int rows, int columns) throws IOException {
        RowSource stored = files.rows(tensor, rows, columns);
        return new Zeros(stored.rows(), stored.columns(), stored.fitsBfloat16());
    }

    /// Rows that hold nothing.
    ///
    /// @param fitsBfloat16 whether those that they stand for do, which some formats save memory by
    record Zeros(int rows, int columns, boolean fitsBfloat16) implements RowSource {

        @Override
        public void copy(int row, float[] target, int at) {
            Arrays.fill(target, at, at + columns, 0f);
        }
    }
}
