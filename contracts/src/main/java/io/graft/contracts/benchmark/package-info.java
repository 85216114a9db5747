/// The API of benchmark-scheduler: runs, results, comparisons.
@NullMarked
package io.graft.contracts.benchmark;

import org.jspecify.annotations.NullMarked;
