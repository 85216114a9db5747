/// Benchmark runs: the API, the queue and what workers report.
@NullMarked
package io.graft.benchmarks.run;

import org.jspecify.annotations.NullMarked;
