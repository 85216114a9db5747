/// The OpenAI calls: which version answers, asking the model server for it, and recording what came of it.
@NullMarked
package io.graft.gateway.inference;

import org.jspecify.annotations.NullMarked;
