@NullMarked
package io.graft.worker.artifact;

import org.jspecify.annotations.NullMarked;
