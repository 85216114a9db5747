/// Rows of floats in memory: the views that layers and kernels exchange.
@NullMarked
package io.graft.engine.tensor;

import org.jspecify.annotations.NullMarked;
