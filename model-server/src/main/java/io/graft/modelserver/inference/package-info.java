/// The OpenAI calls: from a request to tokens, from tokens to an answer.
@NullMarked
package io.graft.modelserver.inference;

import org.jspecify.annotations.NullMarked;
