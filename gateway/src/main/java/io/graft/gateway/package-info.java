/// The inference data plane: which version answers for a model, what it answered, and whether that was right.
@NullMarked
package io.graft.gateway;

import org.jspecify.annotations.NullMarked;
