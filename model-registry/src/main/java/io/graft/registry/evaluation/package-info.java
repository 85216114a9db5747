/// Evidence of a version, what the gates make of it, and the people who decide.
@NullMarked
package io.graft.registry.evaluation;

import org.jspecify.annotations.NullMarked;
