/// What went wrong, in words that help.
@NullMarked
package io.graft.worker.failure;

import org.jspecify.annotations.NullMarked;
