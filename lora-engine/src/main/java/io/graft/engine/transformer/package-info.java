/// A causal language model: its description, its weights and one pass through it.
@NullMarked
package io.graft.engine.transformer;

import org.jspecify.annotations.NullMarked;
