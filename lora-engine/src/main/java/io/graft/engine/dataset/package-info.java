/// Data sets: rows of a JSON-lines file, and what of them a model learns.
@NullMarked
package io.graft.engine.dataset;

import org.jspecify.annotations.NullMarked;
