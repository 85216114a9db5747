/// Whether the trainer's updates could run on ND4J: how far it is from PyTorch's AdamW, and what it costs.
@NullMarked
package io.graft.bench.optimizer;

import org.jspecify.annotations.NullMarked;
