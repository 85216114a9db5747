package io.graft.registry.model;

import io.graft.contracts.registry.RegistryApi.AliasView;
import java.time.Instant;

/// Where an alias points, since when and why.
///
/// @param changeId of the move that put it there: rises with every move of any alias
record Alias(String name, String version, long changeId, Change change, Instant movedAt) {

    AliasView view() {
        return new AliasView(name, version, change.by(), change.reason(), movedAt);
    }

    String tag() {
        return IfMatch.tag(changeId);
    }
}
