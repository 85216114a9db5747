/// Rows, and the tokens that a model learns from or is asked.
@NullMarked
package io.graft.worker.data;

import org.jspecify.annotations.NullMarked;
