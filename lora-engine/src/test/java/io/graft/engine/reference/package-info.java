/// Expectations computed by Hugging Face transformers and PEFT.
@NullMarked
package io.graft.engine.reference;

import org.jspecify.annotations.NullMarked;
