/// Training runs: the queue, the workers that it launches, and what they report.
@NullMarked
package io.graft.training.run;

import org.jspecify.annotations.NullMarked;
