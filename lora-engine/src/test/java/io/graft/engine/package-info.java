/// The engine as a whole.
@NullMarked
package io.graft.engine;

import org.jspecify.annotations.NullMarked;
