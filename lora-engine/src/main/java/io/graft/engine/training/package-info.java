/// Fine-tuning of an adapter: optimizer, schedule, loop, resumable state, evaluation.
@NullMarked
package io.graft.engine.training;

import org.jspecify.annotations.NullMarked;
