/// The worker's part of a run's trace.
@NullMarked
package io.graft.worker.trace;

import org.jspecify.annotations.NullMarked;
