package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import io.graft.engine.tensor.RowSource;
import org.jspecify.annotations.Nullable;

/// Weights in panels for [Kernels#multiply], once for each direction. The packing for the backward pass is made when
/// training first asks for it, so serving does not pay for it.
final class PanelWeights implements FrozenWeights {

    private final Kernels kernels;
    private final Panels forward; // [inputs][outputs]
    private volatile @Nullable Panels backward; // [outputs][inputs]

    PanelWeights(Kernels kernels, RowSource rows) {
        this.kernels = kernels;
        this.forward = pack(rows, kernels.panelWidth());
    }

    private static Panels pack(RowSource rows, int width) {
        int inputs = rows.columns();
        int outputs = rows.rows();
        Panels panels = Panels.packed(
                new float[Panels.packedSize(inputs, outputs, width)],
                /* rows= */ inputs,
                /* columns= */ outputs,
                width);
        float[] row = new float[inputs];
        for (int output = 0; output < outputs; output++) {
            rows.copy(output, row, 0);
            panels.setColumn(output, row);
        }
        return panels;
    }

    @Override
    public int inputs() {
        return forward.rows();
    }

    @Override
    public int outputs() {
        return forward.columns();
    }

    @Override
    public void forward(Matrix x, Matrix y, Sum sum) {
        multiply(x, forward, y, sum);
    }

    @Override
    public void backward(Matrix dy, Matrix dx, Sum sum) {
        multiply(dy, backwardPanels(), dx, sum);
    }

    private void multiply(Matrix a, Panels b, Matrix c, Sum sum) {
        switch (sum) {
            case SET -> kernels.multiply(a, b, c);
            case ADD -> kernels.multiplyAdd(a, b, c);
        }
    }

    @Override
    public void copyRow(int output, float[] target, int at) {
        forward.copyColumn(output, target, at);
    }

    @Override
    public int granularity() {
        return forward.width();
    }

    @Override
    public Part part(int from, int count) {
        Panels part = forward.columns(from, count);
        return (x, y, sum) -> multiply(x, part, y, sum);
    }

    @Override
    public void prepareBackward() {
        backwardPanels();
    }

    @Override
    public long bytes() {
        Panels back = backward;
        return 4L * (forward.data().length + (back == null ? 0 : back.data().length));
    }

    @Override
    public long bytesWithBackward() {
        return 4L * (forward.data().length + Panels.packedSize(outputs(), inputs(), forward.width()));
    }

    private Panels backwardPanels() {
        Panels packed = backward;
        return packed == null ? packBackward() : packed;
    }

    private synchronized Panels packBackward() {
        Panels packed = backward;
        if (packed == null) {
            packed = Panels.packed(
                    new float[Panels.packedSize(outputs(), inputs(), forward.width())],
                    outputs(),
                    inputs(),
                    forward.width());
            float[] row = new float[inputs()];
            for (int output = 0; output < outputs(); output++) {
                copyRow(output, row, 0);
                packed.setRow(output, row);
            }
            backward = packed;
        }
        return packed;
    }
}
