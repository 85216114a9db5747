/// The arithmetic behind one interface: a scalar reference, a Vector API twin, and the choice between them.
@NullMarked
package io.graft.engine.kernel;

import org.jspecify.annotations.NullMarked;
