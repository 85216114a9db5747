/// Serves one base model with many LoRA adapters, which come and go while it runs.
@NullMarked
package io.graft.modelserver;

import org.jspecify.annotations.NullMarked;
