package io.graft.engine.adapter;

/// The linear layers that a decoder layer may have, by the names that PEFT and checkpoints use. No model has all of
/// them: some architectures fuse q, k and v, or gate and up, into one layer.
public enum Projection {
    Q_PROJ("self_attn.q_proj"),
    K_PROJ("self_attn.k_proj"),
    V_PROJ("self_attn.v_proj"),
    O_PROJ("self_attn.o_proj"),
    GATE_PROJ("mlp.gate_proj"),
    UP_PROJ("mlp.up_proj"),
    DOWN_PROJ("mlp.down_proj"),
    /// q, k and v in one.
    QKV_PROJ("self_attn.qkv_proj"),
    /// gate and up in one.
    GATE_UP_PROJ("mlp.gate_up_proj"),
    /// gate and up in one, in the feed-forward network that hybrid models share among experts.
    INPUT_LINEAR("shared_mlp.input_linear"),
    /// down, in the same network.
    OUTPUT_LINEAR("shared_mlp.output_linear");

    private final String path;

    Projection(String path) {
        this.path = path;
    }

    /// Where it lies inside its decoder layer: `self_attn.q_proj`.
    public String path() {
        return path;
    }

    /// The name in `target_modules`: `q_proj`.
    public String moduleName() {
        return path.substring(path.indexOf('.') + 1);
    }

    /// The name of a layer's projection in the whole model: `model.layers.0.self_attn.q_proj`.
    public String fullName(int layer) {
        return "model.layers." + layer + "." + path;
    }
}
