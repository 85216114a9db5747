package io.graft.engine.transformer;

import io.graft.engine.kernel.DropoutMask;
import org.jspecify.annotations.Nullable;

/// Dropout of the inputs of low-rank pairs: each pair has its own mask, which follows from the key.
///
/// @param rate probability with which an element is dropped; 0 switches it off
/// @param key  differs from pass to pass
public record Dropout(float rate, long key) {

    public static final Dropout NONE = new Dropout(0f, 0);

    @Nullable
    DropoutMask mask(AdapterPass.Slot slot, int firstRow) {
        if (rate == 0f) {
            return null;
        }
        int mixed = DropoutMask.key(key, slot.layer(), slot.projection().path().hashCode());
        return new DropoutMask(mixed, firstRow, rate);
    }
}
