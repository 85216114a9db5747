/// What of ND4J the engine should use, by measurement: updaters, schedules and matrix products, each against the
/// engine's own and PyTorch's.
@NullMarked
package io.graft.bench.nd4j;

import org.jspecify.annotations.NullMarked;
