package io.graft.engine.layer;

import io.graft.engine.kernel.SoftCap;
import org.jspecify.annotations.Nullable;

/// What one layer's attention looks like.
///
/// @param heads    query heads, a multiple of `keyHeads`
/// @param keyHeads key and value heads
/// @param headSize columns of a head
/// @param scale    what scores are multiplied by
/// @param window   tokens that a token sees, itself included; [#UNLIMITED] for all before it
/// @param softCap  the limit of scaled scores, or null where they have none
public record AttentionShape(
        int heads,
        int keyHeads,
        int headSize,
        float scale,
        int window,
        @Nullable Float softCap) {

    public AttentionShape {
        if (keyHeads < 1 || heads % keyHeads != 0) {
            throw new IllegalArgumentException(
                    "heads must be a multiple of keyHeads, is " + heads + " with " + keyHeads);
        }
    }

    /// No window.
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /// Every token sees all before it, with the usual scale `1 / sqrt(headSize)`.
    public static AttentionShape plain(int heads, int keyHeads, int headSize) {
        return new AttentionShape(heads, keyHeads, headSize, (float) (1 / Math.sqrt(headSize)), UNLIMITED, null);
    }

    /// Query heads that share a key head.
    int headsPerKeyHead() {
        return heads / keyHeads;
    }

    @Nullable
    SoftCap cap() {
        return softCap == null ? null : new SoftCap(softCap, scale);
    }

    /// What softmax still multiplies scores by: a cap has multiplied them already.
    float scaleAfterCap() {
        return softCap == null ? scale : 1f;
    }
}
