/// Text from a model, and the likelihood of given answers.
@NullMarked
package io.graft.engine.generation;

import org.jspecify.annotations.NullMarked;
