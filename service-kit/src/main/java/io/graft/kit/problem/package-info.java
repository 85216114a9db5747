/// Errors that a caller can expect, and their wire form.
@NullMarked
package io.graft.kit.problem;

import org.jspecify.annotations.NullMarked;
