/// Layers as forward and backward pairs over rows of tokens.
@NullMarked
package io.graft.engine.layer;

import org.jspecify.annotations.NullMarked;
