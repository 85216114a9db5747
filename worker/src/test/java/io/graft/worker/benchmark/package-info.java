@NullMarked
package io.graft.worker.benchmark;

import org.jspecify.annotations.NullMarked;
