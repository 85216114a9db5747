/// A version: registered once, found by number or alias, compared, moved from stage to stage.
@NullMarked
package io.graft.registry.version;

import org.jspecify.annotations.NullMarked;
