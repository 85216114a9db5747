/// Files: safetensors in and out, and what is wrong with a damaged one.
@NullMarked
package io.graft.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
