/// The service that scores models.
@NullMarked
package io.graft.benchmarks;

import org.jspecify.annotations.NullMarked;
