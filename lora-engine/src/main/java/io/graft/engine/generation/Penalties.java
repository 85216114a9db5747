package io.graft.engine.generation;

/// What makes tokens less likely that are there already.
///
/// @param repetition divides the positive and multiplies the negative logits of tokens of prompt and text, as
///                   transformers does (CTRL, arXiv 1909.05858); 1 for none
/// @param presence   taken off the logits of tokens in the text, not the prompt, as OpenAI does; 0 for none
/// @param frequency  taken off as often as the token is in the text; 0 for none
public record Penalties(double repetition, double presence, double frequency) {

    public static final Penalties NONE = new Penalties(1, 0, 0);

    /// Far beyond what makes sense, and far from what single precision cannot tell from 0 or infinity.
    private static final double MOST_REPETITION = 1000;

    public Penalties {
        if (!(repetition > 0 && repetition <= MOST_REPETITION && 1 / repetition <= MOST_REPETITION)) {
            throw new IllegalArgumentException("repetition_penalty must be from 0.001 to 1000, is " + repetition);
        }
        if (!(Math.abs(presence) <= 2)) {
            throw new IllegalArgumentException("presence_penalty must be from -2 to 2, is " + presence);
        }
        if (!(Math.abs(frequency) <= 2)) {
            throw new IllegalArgumentException("frequency_penalty must be from -2 to 2, is " + frequency);
        }
    }
}
