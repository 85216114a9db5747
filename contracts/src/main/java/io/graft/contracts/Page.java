package io.graft.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a listing.
///
/// @param nextPageToken opaque; absent on the last page
public record Page<T>(List<T> items, @Nullable String nextPageToken) {
    public Page {
        items = List.copyOf(items);
    }
}
