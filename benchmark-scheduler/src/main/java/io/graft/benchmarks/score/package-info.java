/// Whether a difference between two models is more than chance.
@NullMarked
package io.graft.benchmarks.score;

import org.jspecify.annotations.NullMarked;
