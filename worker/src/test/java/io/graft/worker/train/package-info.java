@NullMarked
package io.graft.worker.train;

import org.jspecify.annotations.NullMarked;
