/// Feedback: whether an answer was right.
@NullMarked
package io.graft.gateway.feedback;

import org.jspecify.annotations.NullMarked;
