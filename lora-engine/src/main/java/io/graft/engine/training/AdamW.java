package io.graft.engine.training;

/// Adam with decoupled weight decay and bias correction, as `torch.optim.AdamW` (arXiv 1711.05101).
public record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {

    public AdamW {
        Require.positive("learning_rate", learningRate);
        Require.share("adam_beta1", beta1);
        Require.share("adam_beta2", beta2);
        Require.positive("adam_epsilon", epsilon);
        Require.notNegative("weight_decay", weightDecay);
    }
}
