@NullMarked
package io.graft.worker.failure;

import org.jspecify.annotations.NullMarked;
