/// Text to token ids and back, and chat templates.
@NullMarked
package io.graft.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
