/// Compares the engine with recorded results of other libraries: folders of tiny models with what transformers, PEFT
/// and lm-evaluation-harness computed from them.
@NullMarked
package io.graft.engine.check;

import org.jspecify.annotations.NullMarked;
